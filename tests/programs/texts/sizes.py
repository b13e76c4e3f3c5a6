"""sys.getsizeof of built-in objects, and how they grow."""

import sys
from array import array
from collections import deque

for value in (0, 1, -1, 2 ** 29, 2 ** 30, 2 ** 60, 2 ** 100, True, None, 1.5, "", "a", "abc" * 10, "é", "€", "😀",
              b"", b"abc", (), (1,), (1, 2, 3), [], [1], [1, 2, 3], [None] * 10, {}, {"a": 1}, set(), {1, 2, 3}, frozenset(),
              range(10), slice(1), object(), Ellipsis, NotImplemented, 2 ** 30 - 1):
    print(type(value).__name__, repr(value)[:20], sys.getsizeof(value))

grown = []
sizes = []
for number in range(40):
    grown.append(number)
    if not sizes or sizes[-1] != sys.getsizeof(grown):
        sizes.append(sys.getsizeof(grown))
print(sizes)
table, sizes = {}, []
for number in range(200):
    table[number] = None
    if not sizes or sizes[-1] != sys.getsizeof(table):
        sizes.append(sys.getsizeof(table))
print(sizes)
group, sizes = set(), []
for number in range(200):
    group.add(number)
    if not sizes or sizes[-1] != sys.getsizeof(group):
        sizes.append(sys.getsizeof(group))
print(sizes)
print(sys.getsizeof([x for x in range(10)]), sys.getsizeof(list(range(10))), sys.getsizeof(tuple(range(10))))
table = {str(number): number for number in range(10)}
print(sys.getsizeof(table), sys.getsizeof(table.keys()) > 0)
for number in range(10):
    del table[str(number)]
print(len(table), sys.getsizeof(table))
table.clear()
print(sys.getsizeof(table))


class Plain:
    def __init__(self):
        self.x = 1


class Slotted:
    __slots__ = ("x", "y")


print(sys.getsizeof(Slotted()), sys.getsizeof(array("i", [1, 2, 3])) > 60, len(deque([1])))


class Sized:
    def __sizeof__(self):
        return 1000


print(sys.getsizeof(Sized()) >= 1000)
print(sys.getsizeof("a" * 1000), sys.getsizeof([None] * 1000), sys.getsizeof(bytes(1000)))
numbers = (n for n in range(1000000))
print(sys.getsizeof(numbers) < 300, sum(numbers))
