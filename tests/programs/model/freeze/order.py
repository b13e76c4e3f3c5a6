"""The order in which frozen objects stand, which shows in the order of finalizers once they are thawed."""
import gc

gc.disable()


class Named:
    __slots__ = ("name", "other")

    def __init__(self, name):
        self.name = name
        self.other = self

    def __del__(self):
        print("del", self.name)


def make(*names):
    return [Named(name) for name in names]


oldest = make("oldest 1", "oldest 2")
gc.collect()
middle = make("middle 1", "middle 2")
gc.collect(0)
youngest = make("youngest 1", "youngest 2")
gc.freeze()
after = make("after 1", "after 2")
gc.collect()
gc.unfreeze()
print("found before they are dropped:", gc.collect())
del oldest, middle, youngest, after
print("found", gc.collect())

oldest = make("again 1")
gc.collect()
youngest = make("again 2")
gc.freeze()
del oldest, youngest
print("frozen garbage is not found:", gc.collect())
gc.unfreeze()
print("generation 1 does not see it:", gc.collect(1))
print("found", gc.collect())
