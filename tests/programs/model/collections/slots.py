"""Instances with slots are one object each."""
import gc

gc.collect()
gc.disable()


class Node:
    __slots__ = ("other",)


def pair():
    a, b = Node(), Node()
    a.other, b.other = b, a


pair()
print(gc.collect())
for _ in range(100):
    pair()
print(gc.collect())
a = Node()
a.other = a
print(gc.collect())
del a
print(gc.collect())
