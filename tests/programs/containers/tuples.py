"""Tuples: items, slices, comparison, hashes, sizes, classes derived from tuple."""
import sys


def attempt(action):
    try:
        return action()
    except Exception as error:
        return f"{type(error).__name__}: {error}"


t = (1, 2, 3, 2)
print(t, (), (1,), t[1], t[-1], t[1:3], t[::-1], len(t), t.count(2), t.index(2), t.index(2, 2))
print(t + (4,), t * 2, 0 * t, (1, 2) < (1, 3), (1,) < (1, 0), (2,) > (1, 5), () == (), 3 in t)
print(attempt(lambda: t[9]), attempt(lambda: t["a"]), attempt(lambda: t.index(7)), attempt(lambda: t + [1]))
print(attempt(lambda: t < [1]), attempt(lambda: tuple(5)), attempt(lambda: hash(([],))), attempt(lambda: t * 1.5))


def assign():
    t[0] = 1


print(attempt(assign))
print(hash((1, 2, 3)), hash(()), hash((1,)), hash((1.5, -1)), hash(((1, 2), (3,))), hash((2**62, -2**63)))
print([sys.getsizeof(tuple(range(n))) for n in range(6)])
print(tuple("abc"), tuple([1]), tuple({1: 2}), tuple(x * x for x in range(4)))
print(t[:] is t, tuple(t) is t, t * 1 is t, t + () is t)
a, (b, *c), d = 1, (2, 3, 4), 5
print(a, b, c, d)
print(attempt(lambda: exec("x, y = 1, 2, 3")), attempt(lambda: exec("x, y = (1,)")), attempt(lambda: exec("x, *y, z = (1,)")))


class Point(tuple):
    __slots__ = ()

    def __new__(cls, x, y):
        return super().__new__(cls, (x, y))

    @property
    def x(self):
        return self[0]

    def __add__(self, other):
        return Point(self[0] + other[0], self[1] + other[1])


p = Point(1, 2)
print(p, p.x, p + (1, 1), type(p + p).__name__, p == (1, 2), hash(p) == hash((1, 2)), isinstance(p, tuple))


class Named(tuple):
    pass


n = Named([1, 2])
n.label = "pair"
print(n, n.label, n.__dict__, type(n[:]).__name__, len(n))
loop = ([],)
loop[0].append(loop)
print(loop)
print(list(iter((1, 2))), list(reversed((1, 2))), (1, "a", None, 2.5, (3,)))
