"""What lives at the exit is finalized when the module's globals are cleared."""
# needs the usual thresholds


class Loud:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("del", self.name)


a = Loud("a")
b = [Loud("b0"), Loud("b1")]
c = {"key": Loud("c")}
_hidden = Loud("hidden")
d = Loud("d")
d.me = d
print("end")
