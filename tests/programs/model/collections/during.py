"""Allocating, deleting and collecting inside finalizers and callbacks."""
import gc

gc.disable()
gc.collect()


class Busy:
    __slots__ = ("me",)

    def __del__(self):
        keep = [[] for _ in range(100)]
        print("nested", gc.collect())


for _ in range(2):
    b = Busy()
    b.me = b
    del b
print(gc.collect() > 0)


class Cutter:
    def __init__(self, target):
        self.__dict__["target"] = target
        self.me = self

    def __del__(self):
        self.target.clear()


data = [1, 2, 3]
c = Cutter(data)
del c
print(gc.collect(), data)
