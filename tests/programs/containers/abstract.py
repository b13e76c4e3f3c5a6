"""collections.abc: what the built-in containers are, and containers of one's own."""
from collections import OrderedDict, UserDict, deque
from collections.abc import (Callable, Collection, Container, Generator, Hashable, ItemsView, Iterable, Iterator, Mapping,
                             MutableMapping, MutableSequence, MutableSet, Reversible, Sequence, Set, Sized)


def attempt(action):
    try:
        return action()
    except Exception as error:
        return f"{type(error).__name__}: {error}"


kinds = [Callable, Collection, Container, Generator, Hashable, Iterable, Iterator, Mapping, MutableMapping, MutableSequence,
         MutableSet, Reversible, Sequence, Set, Sized]
things = [[], (), {}, set(), frozenset(), "", b"", 5, None, iter([]), (i for i in ()), deque(), OrderedDict(), UserDict(),
          {}.keys(), {}.items(), {}.values(), range(3), len, int]
for thing in things:
    print(type(thing).__name__, [kind.__name__ for kind in kinds if isinstance(thing, kind)])


class Stack(MutableSequence):
    def __init__(self, items=()):
        self.items = list(items)

    def __getitem__(self, index):
        return self.items[index]

    def __setitem__(self, index, value):
        self.items[index] = value

    def __delitem__(self, index):
        del self.items[index]

    def __len__(self):
        return len(self.items)

    def insert(self, index, value):
        self.items.insert(index, value)


s = Stack([1, 2])
s.append(3)
s.extend([4, 5])
s += [6]
s.reverse()
print(list(s), s.pop(), s.index(4), s.count(6), 5 in s, list(reversed(s)), len(s))
s.remove(4)
s.clear()
print(list(s), isinstance(s, Sequence))


class Folded(MutableMapping):
    def __init__(self, **items):
        self.data = {}
        self.update(items)

    def __getitem__(self, key):
        return self.data[key.lower()]

    def __setitem__(self, key, value):
        self.data[key.lower()] = value

    def __delitem__(self, key):
        del self.data[key.lower()]

    def __iter__(self):
        return iter(self.data)

    def __len__(self):
        return len(self.data)


f = Folded(A=1, b=2)
f["C"] = 3
print(dict(f), f["a"], "B" in f, f.get("z"), f.pop("c"), f.setdefault("D", 4), list(f.keys()), list(f.values()), list(f.items()))
print(f == {"a": 1, "b": 2, "d": 4}, f.popitem(), f.keys() & {"b"}, isinstance(f.items(), ItemsView), attempt(lambda: f["zz"]))


class Ordered(MutableSet):
    def __init__(self, items=()):
        self.items = dict.fromkeys(items)

    def __contains__(self, item):
        return item in self.items

    def __iter__(self):
        return iter(self.items)

    def __len__(self):
        return len(self.items)

    def add(self, item):
        self.items[item] = None

    def discard(self, item):
        self.items.pop(item, None)


a, b = Ordered([3, 1, 2]), Ordered([2, 5])
print(list(a | b), list(a & b), list(a - b), list(a ^ b), a <= b, Ordered([1]) < a, a == {1, 2, 3}, a.isdisjoint([9]))
a |= [7]
a.remove(3)
print(list(a), attempt(lambda: a.remove(100)), a.pop())


class Half(Sequence):
    def __len__(self):
        return 0


print(attempt(lambda: Half()), attempt(lambda: Iterable()), issubclass(list, Iterable), issubclass(int, Iterable))


@Sequence.register
class Registered:
    pass


print(isinstance(Registered(), Sequence), issubclass(Registered, Collection), issubclass(Registered, MutableSequence))
