"""What dies first: last item of a list, first key of a dict, first slot of an object."""


class Loud:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("del", self.name)


class Pair:
    __slots__ = ("left", "right")


items = [Loud("l0"), Loud("l1"), Loud("l2")]
items = None
items = (Loud("t0"), Loud("t1"))
items = None
items = {"a": Loud("d0"), "b": Loud("d1")}
items = None
pair = Pair()
pair.right, pair.left = Loud("right"), Loud("left")
pair = None
items = [[Loud("inner")], Loud("outer")]
del items[0]
items.clear()
items = [Loud("x0"), Loud("x1"), Loud("x2")]
items[1:] = [Loud("y")]
print("assigned")
items[:] = []
print("end")
