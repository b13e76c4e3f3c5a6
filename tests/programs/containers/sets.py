"""Sets: CPython's order of ints, every operator and method, sizes, hashes."""
import sys


def attempt(action):
    try:
        return action()
    except Exception as error:
        return f"{type(error).__name__}: {error}"


a = {5, 3, 1, 100, 33, 17}
b = {3, 17, 64, 8}
print(a, b, a | b, a & b, a - b, b - a, a ^ b, len(a))
print({i * 7 for i in range(30)}, set(range(20, 0, -1)), {i * i % 101 for i in range(60)})
print(set([1000, 8, 16, 24, 32, 40, 48, 56, 64]), frozenset([3, 1, 2]), set(), frozenset())
print({-1, -2, 0}, {1.5, 2.0, 2}, {True, 1, 1.0}, {2**61 - 1, 2**61, 2**70})
c = set(a)
c |= {7, 9}
c &= set(range(50))
c -= {7}
c ^= {1, 2}
print(c, c is c.copy(), c == c.copy())
c.add(5)
c.add(200)
c.discard(1)
c.discard("absent")
c.remove(3)
c.update([1, 2], (3,), {4: 0})
print(c, c.pop(), c.pop(), c)
c.difference_update([2, 3], [4])
c.intersection_update(range(1000))
c.symmetric_difference_update([5, 5, 6])
print(c)
print(a.union([1, 2], [500]), a.intersection([1, 3], [3]), a.difference([1], [3]), a.symmetric_difference([1, 9]))
print(a.issubset(range(200)), a.issuperset([5]), a.isdisjoint([9]), a <= a, a < a, {1} < {1, 2}, {1, 2} >= {2})
print(attempt(lambda: set().pop()), attempt(lambda: {1}.remove(2)), attempt(lambda: {[]}), attempt(lambda: {1} | [2]))
print(attempt(lambda: set(5)), attempt(lambda: {1} < [1]), attempt(lambda: hash(set())), attempt(lambda: {1}.add()))
print({1, 2} == frozenset([2, 1]), hash(frozenset([1, 2, 3])), hash(frozenset()), hash(frozenset(range(100))))
print({frozenset([1]), frozenset([2])} == {frozenset([2]), frozenset([1])}, {1} in {frozenset([1])})
print(type({1} | frozenset([2])).__name__, type(frozenset([2]) | {1}).__name__)

sizes = []
grown = set()
for i in range(300):
    size = sys.getsizeof(grown)
    if not sizes or sizes[-1] != size:
        sizes.append(size)
    grown.add(i)
print(sizes)
for i in range(290):
    grown.discard(i)
print(sys.getsizeof(grown), grown, sys.getsizeof(set(grown)))
grown.clear()
print(sys.getsizeof(grown), sys.getsizeof(frozenset([1])), sys.getsizeof(set(range(1000))))


def walk_and_add():
    numbers = {1, 2, 3}
    for number in numbers:
        numbers.add(number + 10)


print(attempt(walk_and_add))

state = 7


def pseudo(limit):
    global state
    state = (state * 1103515245 + 12345) % 2147483648
    return state % limit


mixed = set()
for step in range(3000):
    number = pseudo(400) - 100
    if pseudo(3):
        mixed.add(number)
    else:
        mixed.discard(number)
print(len(mixed), list(mixed)[:40])
other = {pseudo(400) for _ in range(100)}
print(list(mixed & other)[:20], list(mixed - other)[:20], list(other - mixed)[:20], list(mixed ^ other)[:20], list(mixed | other)[:20])
while len(mixed) > 100:
    mixed.pop()
print(list(mixed)[:30])


class Key:
    def __init__(self, name, victim=None):
        self.name = name
        self.victim = victim

    def __hash__(self):
        return 1

    def __eq__(self, other):
        if self.victim is not None:
            self.victim.clear()
        return self.name == other.name


victim = set()
victim.add(Key("a", victim))
victim.add(Key("b"))
print(len(victim), Key("c") in victim, len(victim))


class Tags(set):
    pass


t = Tags("ab")
t.owner = "me"
print(sorted(t), t.owner, type(t | {"c"}).__name__, type(t.copy()).__name__, t == {"a", "b"}, len(t))
print(repr(Tags([1])), repr(frozenset([1])), {1: set()})
