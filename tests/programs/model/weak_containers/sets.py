"""WeakSet."""
import weakref


class E:
    def __init__(self, n):
        self.n = n


a, b, c = E(1), E(2), E(3)
s = weakref.WeakSet([a, b])
t = weakref.WeakSet([b, c])
names = lambda group: sorted(e.n for e in group)
print(names(s | t), names(s & t), names(s - t), names(s ^ t), a in s, 5 in s, len(s))
s.add(E(9))
s.add(c)
print(names(s), s >= t, s == t, s.isdisjoint(weakref.WeakSet()), names(s.copy()))
del c
print(names(s), names(t))
s.discard(b)
s.discard(b)
try:
    s.remove(b)
except KeyError as error:
    print("KeyError")
s.update([b])
s |= t
print(names(s), s.pop().n in (1, 2), len(s))
s.clear()
print(len(s), list(s))
