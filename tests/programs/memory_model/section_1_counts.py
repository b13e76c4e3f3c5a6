"""The memory model, section 1, number by number. Its answers are in the .expected file, because the memory model
decides one of them otherwise than python3 3.11: an instance and its dict are two tracked objects."""

import gc
import sys
import weakref

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
ring = []
last = [ring]
for _ in range(1000000):
    last = [last]
ring.append(last)
del last, ring
print("and collected:", gc.collect())


class Watched:
    def __init__(self):
        self.part = Part()

    def __del__(self):
        print("2. its finalizer runs; the weak reference is", "alive" if reference() else "dead")


class Part:
    def __del__(self):
        print("4. what it held dies; the weak reference is", "alive" if reference() else "dead")


watched = Watched()
reference = weakref.ref(watched, lambda reference: print("3. its weak references die"))
print("1. the last name goes")
del watched
print("5. all of it at once")


class Named:
    def method(self):
        pass


def closes(item):
    def inner():
        return item
    return inner


def container_counts():
    item, counts = [], []
    before = sys.getrefcount(item)
    for fill, empty in ((lambda: [item], list.clear), (lambda: [item], list.pop), (lambda: {1: item}, dict.clear),
                        (lambda: {1: item}, dict.popitem)):
        holder = fill()
        counts.append(sys.getrefcount(item) - before)
        empty(holder)
        counts.append(sys.getrefcount(item) - before)
    return counts


def key_counts():
    item = Named()
    before = sys.getrefcount(item)
    table = {item: 1}
    during = sys.getrefcount(item) - before
    del table[item]
    return during, sys.getrefcount(item) - before


def attribute_counts():
    item, holder = [], Named()
    before = sys.getrefcount(item)
    holder.attribute = item
    during = sys.getrefcount(item) - before
    del holder.attribute
    return during, sys.getrefcount(item) - before


def cell_counts():
    item = []
    before = sys.getrefcount(item)
    function = closes(item)
    during = sys.getrefcount(item) - before
    del function
    return during, sys.getrefcount(item) - before


def method_counts():
    item = Named()
    before = sys.getrefcount(item)
    method = item.method
    during = sys.getrefcount(item) - before
    del method
    return during, sys.getrefcount(item) - before


def name_counts():
    item = []
    before = sys.getrefcount(item)
    name = item
    during = sys.getrefcount(item) - before
    name = 1
    return during, sys.getrefcount(item) - before


def scope_counts():
    item = []
    before = sys.getrefcount(item)

    def scope(argument):
        local = argument
        return sys.getrefcount(item) - before

    return scope(item), sys.getrefcount(item) - before


print("list and dict slots, after clear, pop and popitem:", container_counts())
print("dict key:", key_counts())
print("attribute and del:", attribute_counts())
print("closure cell:", cell_counts())
print("bound method's self:", method_counts())
print("binding a name, and rebinding it:", name_counts())
print("an argument and a local of a call, and the end of its scope:", scope_counts())
numbers = (number for number in original)
print("generators copy nothing:", sys.getrefcount(original) - 1, next(numbers))
del numbers
first_id = id(Named())
print("an address may be used again:", first_id == id(Named()))
print("sizes are CPython's:", sys.getsizeof(5), sys.getsizeof(2.5), sys.getsizeof(2**40), sys.getsizeof(True))


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
