"""A finalizer at the exit still sees the names that are cleared after it."""

text = "still here"


class Loud:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("del", self.name, text, len([1]))


_first = Loud("first")
