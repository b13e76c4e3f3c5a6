"""What dies when: attributes, containers, deep structures; finalizers and callbacks in order."""
import weakref


class Noisy:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("del", self.name)


class Holder:
    __slots__ = ("first", "second", "__weakref__")


h = Holder()
h.second, h.first = Noisy("second"), Noisy("first")
r = weakref.ref(h, lambda _: print("holder is dead"))
del h
print("--")
x = Noisy("x")
x.inner = Noisy("inner")
x.rows = [Noisy(0), (Noisy(1), {"k": Noisy(2)})]
del x
print("--")
l = [Noisy("a"), Noisy("b"), Noisy("c")]
del l[1]
l.clear()
print("--")
l = [Noisy("d"), Noisy("e")]
l[0] = None
l = None
print("--")


def deep(depth):
    inner = Noisy("bottom")
    for _ in range(depth):
        inner = [inner]
    return inner


nested = deep(100000)
del nested
print("--")


class Node:
    def __init__(self, next):
        self.next = next


chain = None
for _ in range(50000):
    chain = Node(chain)
last = weakref.ref(chain, lambda _: print("chain is dead"))
del chain
print("--")
d = {n: Noisy(n) for n in range(3)}
d[1] = None
d.pop(0)
d.update({2: 5})
print("end")
