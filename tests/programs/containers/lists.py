"""Lists: every method, slices of every form, sizes, what is refused and how it says so."""
import sys


def attempt(action):
    try:
        return action()
    except Exception as error:
        return f"{type(error).__name__}: {error}"


a = [3, 1, 2]
a.append(5)
a.extend((7, 8))
a += [9]
a.insert(0, "first")
a.insert(-1, "before last")
a.insert(100, "end")
print(a, len(a), a.count(3), a.index(5), a[-1], a[2:5], a[::-2])
print(a.pop(), a.pop(0), a.pop(-2), a)
a.remove(7)
print(a, a * 2, 2 * a, a + [1], [1] == [1.0], [1, 2] < [1, 3], [1, 2] >= [1], [] < [0])
a.reverse()
print(a, a.copy() is a, a.copy() == a)
a.clear()
print(a, bool(a), bool([0]))

print(attempt(lambda: [].pop()), attempt(lambda: [1].pop(5)), attempt(lambda: [1].remove(2)))
print(attempt(lambda: [1].index(2)), attempt(lambda: [1][3]), attempt(lambda: [1].__getitem__("a")))
print(attempt(lambda: [1] + (2,)), attempt(lambda: [1] * "a"), attempt(lambda: [1] < 2))
print(attempt(lambda: {[]: 1}), attempt(lambda: hash([])), attempt(lambda: list(5)))
print(attempt(lambda: [1, 2].append()), attempt(lambda: [].insert(1)), attempt(lambda: [1] < ["a"]))
print(attempt(lambda: [1, 2, 3].index(1, 1)), [1, 2, 3, 1].index(1, 1), [1, 2, 3].index(3, -1))

b = list(range(10))
b[2:5] = ["x"]
print(b)
b[1:1] = [10, 11, 12]
print(b)
b[:] = range(6)
b[::2] = "abc"
print(b)
b[::-2] = [1, 2, 3]
print(b)
del b[1]
del b[::2]
print(b)
b[0:2] = b
print(b)
c = list(range(20))
del c[15:2:-3]
print(c)
del c[3:7]
print(c)
c[len(c):] = [1]
c[:0] = (0,)
print(c)


def assign(target, key, value):
    target[key] = value


print(attempt(lambda: assign([1, 2, 3], slice(0, 3, 2), [1])))
print(attempt(lambda: assign([1, 2], slice(0, 1), 5)), attempt(lambda: assign([1], 5, 5)))
print(attempt(lambda: assign([1, 2], slice(0, 1, 0), [1])))

d = [1]
d.append(d)
print(d, [d, d], d == d)
nested = [[0] * 3] * 3
nested[1][1] = 5
print(nested, nested[0] is nested[2])

sizes = []
grown = []
for i in range(70):
    size = sys.getsizeof(grown)
    if not sizes or sizes[-1] != size:
        sizes.append(size)
    grown.append(i)
print(sizes)
sizes = []
while grown:
    size = sys.getsizeof(grown)
    if not sizes or sizes[-1] != size:
        sizes.append(size)
    grown.pop()
print(sizes, sys.getsizeof(grown))
print([sys.getsizeof(list(range(n))) for n in range(12)])
print([sys.getsizeof([0] * n) for n in range(12)], sys.getsizeof([1, 2, 3]))
print([sys.getsizeof([x for x in range(n)]) for n in range(12)])
print([sys.getsizeof(list(iter(range(n)))) for n in range(12)])
e = [1, 2, 3]
e.insert(1, 0)
print(sys.getsizeof(e))
e.extend(x for x in range(7))
print(sys.getsizeof(e))
del e[2:]
print(sys.getsizeof(e))
e.clear()
print(sys.getsizeof(e))


class Odd:
    """Equal to everything, and empties the list that it is compared in."""

    def __init__(self, victim):
        self.victim = victim

    def __eq__(self, other):
        self.victim.clear()
        return False


victim = []
victim.extend([Odd(victim), Odd(victim), 3])
print(victim.count(5), victim)
victim.extend([Odd(victim), Odd(victim), 3])
print(5 in victim, victim)
victim.extend([Odd(victim), 2])
print(attempt(lambda: victim.index(9)), attempt(lambda: victim.remove(9)))

growing = [1, 2, 3]
seen = []
for item in growing:
    seen.append(item)
    if len(growing) < 6:
        growing.append(item * 10)
print(seen)
for item in growing:
    growing.remove(item)
print(growing)

iterator = iter([1, 2])
print(next(iterator), iterator.__length_hint__(), next(iterator), next(iterator, "none"))
print(list(reversed([1, 2, 3])), [*range(3), *"ab"])


class Named(list):
    def __repr__(self):
        return "Named" + super().__repr__()

    def total(self):
        return sum(self)


n = Named([1, 2, 3])
n.label = "numbers"
print(n, n.total(), n.label, n + [4], type(n[:2]).__name__, isinstance(n, list), n == [1, 2, 3])
first, *rest = n
print(first, rest)
print([1, 2, 3] == [1, 2, 3], [1, 2] != [1, 2], [[1], [2]] < [[1], [3]])
