"""WeakKeyDictionary."""
import weakref


class K:
    def __init__(self, n):
        self.n = n


d = weakref.WeakKeyDictionary()
a, b = K("a"), K("b")
d[a], d[b] = 1, 2
d[K("gone")] = 3
print(len(d), sorted(k.n for k in d), sorted(d.values()), d[a], a in d, K("x") in d, d.get(K("x"), "none"))
del a
print(len(d), list(d.values()), len(d.keyrefs()))
d[b] = "new"
print(d[b], d.pop(b), len(d), d.setdefault(b, 7), d.pop(b), d.pop(b, "none"))
for bad in (lambda: d[b], lambda: d.__setitem__(1, 2), lambda: d.popitem()):
    try:
        bad()
    except (KeyError, TypeError) as error:
        print(type(error).__name__)
c = K("c")
d[c] = c
del c
print(len(d))
