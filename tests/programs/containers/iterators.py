"""What walks: enumerate, zip, map, filter, reversed, iter with a sentinel, __getitem__ sequences."""


def attempt(action):
    try:
        return action()
    except Exception as error:
        return f"{type(error).__name__}: {error}"


print(list(enumerate("abc")), list(enumerate("ab", 5)), list(enumerate("a", start=2**62)))
print(list(zip([1, 2, 3], "ab")), list(zip()), list(zip([1])), list(zip("ab", range(9), (7, 8))))
print(attempt(lambda: list(zip([1], [1, 2], strict=True))), attempt(lambda: list(zip([1, 2], [1], strict=True))))
print(attempt(lambda: list(zip([1], [1], [], strict=True))), list(zip([1], [2], strict=True)))
print(list(map(str, [1, 2])), list(map(lambda a, b: a + b, [1, 2, 3], [10, 20])), list(map(pow, [2, 3], [3, 2])))
print(list(filter(None, [0, 1, "", "a", None])), list(filter(lambda x: x > 1, [1, 2, 3])))
print(list(reversed([1, 2, 3])), list(reversed("abc")), list(reversed(range(4))), list(reversed((1, 2))))
print(attempt(lambda: reversed({1, 2})), attempt(lambda: iter(5)), attempt(lambda: next([])), attempt(lambda: map(str)))
print(attempt(lambda: next(iter([]))), next(iter([]), "default"), attempt(lambda: zip(1)), attempt(lambda: enumerate(1)))


class Countdown:
    def __init__(self):
        self.value = 3

    def __call__(self):
        self.value -= 1
        return self.value


print(list(iter(Countdown(), 0)), attempt(lambda: iter(5, 0)))


class Sequence:
    def __len__(self):
        return 3

    def __getitem__(self, index):
        if index >= 3:
            raise IndexError(index)
        return index * index


s = Sequence()
print(list(s), list(reversed(s)), 4 in s, 5 in s, [*s], max(s), sum(s), tuple(s))


class Reversible:
    def __reversed__(self):
        return iter("reversed")

    def __iter__(self):
        return iter("forward")


print("".join(reversed(Reversible())), "".join(Reversible()))
rows = []
for pair in zip([1, 2], [3, 4]):
    rows.append(pair)
print(rows, rows[0] is rows[1])
for index, pair in enumerate(zip("ab", "cd")):
    print(index, pair)
pairs = zip("ab", "cd")
first = next(pairs)
second = next(pairs)
print(first, second)
z = zip([1, 2], [3])
print(next(z), next(z, None))
numbers = iter([1, 2, 3, 4])
print(list(zip(numbers, numbers)))
exhausted = iter([1])
print(list(exhausted), list(exhausted))
for iterator in (iter([]), iter(()), iter({}), iter(set()), iter(range(0)), enumerate([]), zip(), map(str, []), reversed([]), iter({}.items())):
    print(type(iterator).__name__, iter(iterator) is iterator)


class Doubling(map):
    pass


print(list(Doubling(lambda x: x * 2, [1, 2])))
print(any([0, "", 1]), any([]), all([1, "a"]), all([]), all(x < 3 for x in range(5)))
print(sum([1, 2, 3]), sum([0.1] * 10), sum([[1], [2]], []), sum(range(101)), sum([1, 2.5], 10), sum([2**62, 2**62]))
print(attempt(lambda: sum(["a"])), attempt(lambda: sum(["a"], "")), attempt(lambda: sum(5)))
