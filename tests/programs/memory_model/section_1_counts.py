"""The memory model, section 1, number by number. Its answers are in the .expected file, because the memory model
decides one of them otherwise than python3 3.11: an instance and its dict are two tracked objects."""

import gc
import sys

x = []
print("x = []:", sys.getrefcount(x))
y = x
z = [x]
print("y = x; z = [x]:", sys.getrefcount(x))


def inside(value):
    return sys.getrefcount(value)


print("inside a function called with x:", inside(x))
a = [1, 2, 3]
b = a
c = [a, a]
del b
c.pop()
del a
print("true references, held by c:", sys.getrefcount(c[0]) - 1)
original = [[1], [2]]
part = original[:]
print("slices copy the list and share the elements:", part is original, part[0] is original[0])
rows = [[0] * 3] * 3
print("[[0]*3]*3 holds one row:", sys.getrefcount(rows[0]) - 1, "times;", len({id(row) for row in rows}), "list")
alias = original
original.clear()
print(".clear() empties for every alias:", alias)
original = [1]
print("name = [] rebinds:", alias, original)
deep = []
for _ in range(1000000):
    deep = [deep]
gc.collect()
del deep
print("a list nested a million deep is freed")


class Plain:
    pass


gc.collect()
gc.disable()
first, second = Plain(), Plain()
first.other, second.other = second, first
del first, second
print("a cycle of two plain instances:", gc.collect())


class Slotted:
    __slots__ = ("other",)


first, second = Slotted(), Slotted()
first.other, second.other = second, first
print("__slots__ has no dict:", hasattr(first, "__dict__"))
del first, second
print("a cycle of two slotted instances:", gc.collect())
