"""When containers let go of things: the order of finalizers, and finalizers that change the container."""
from collections import deque


class Noisy:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("del", self.name)

    def __repr__(self):
        return f"N({self.name})"


def four():
    return [Noisy(i) for i in range(4)]


items = four()
print("clear")
items.clear()
items = four()
print("delete a slice")
del items[1:3]
print("assign a slice")
items[:] = [Noisy("new")]
print("delete the list")
del items
items = [Noisy(i) for i in range(6)]
print("extended slices")
del items[::2]
items[::2] = [1, 2]
print(items)
print("pop and sort")
items = [Noisy(3), Noisy(1), Noisy(2)]
items.sort(key=lambda noisy: noisy.name)
items.pop(0)
items.remove(items[0])
items[0] = None
print("in place")
items = [Noisy("a")]
items *= 2
items += [Noisy("b")]
items *= 0

pair = (Noisy("first"), Noisy("second"))
print("tuple")
del pair
print("dict")
named = {"a": Noisy("a"), "b": Noisy("b"), "c": Noisy("c")}
named["a"] = Noisy("other a")
named.pop("b")
del named["c"]
named.update(a=None)
named = {Noisy("key"): Noisy("value"), Noisy("key 2"): Noisy("value 2")}
del named
named = {1: Noisy("last")}
named.popitem()
named = {i: Noisy(i) for i in range(3)}
named.clear()
print("set")
unique = {Noisy("only")}
unique.pop()
unique.add(Noisy("again"))
unique.clear()
unique = {1} | {Noisy("united")}
unique &= {1}
print("deque")
queue = deque([Noisy("q1"), Noisy("q2")])
queue.clear()
queue = deque([Noisy("q3")], maxlen=1)
queue.append(Noisy("q4"))
del queue
print("temporaries")
[Noisy("in a display")]
list(map(Noisy, "ab"))
sorted([Noisy(2), Noisy(1)], key=lambda noisy: noisy.name)
for noisy in [Noisy("loop 1"), Noisy("loop 2")]:
    pass
print("after the loop")
del noisy
nested = [[Noisy("inner")], Noisy("outer")]
del nested


class Returning:
    """Comes back from the dead into its container."""

    def __init__(self, put):
        self.put = put

    def __del__(self):
        self.put()


print("containers that change while they let go")
items = []
items.append(Returning(lambda: items.append("back")))
items.append(1)
items.clear()
print(items)
items = [Returning(lambda: items.append("back"))]
items[:] = [2]
print(items)
items = [Returning(lambda: items.clear()), 1, 2]
items[0] = 0
print(items)
named = {}
named[1] = Returning(lambda: named.update(back=1))
named[1] = 2
print(named)
named[3] = Returning(lambda: named.clear())
del named[3]
print(named)
named[4] = Returning(lambda: named.update(again=1))
named.clear()
print(named)
unique = set()
unique.add(Returning(lambda: unique.add("back")))
unique.clear()
print(unique)

deep = None
for i in range(200000):
    deep = [deep]
del deep
deep = None
for i in range(200000):
    deep = (deep, i)
del deep
deep = {}
for i in range(100000):
    deep = {1: deep}
del deep
deep = deque()
for i in range(100000):
    deep = deque([deep])
del deep
print("end")
