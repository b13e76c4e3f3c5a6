"""Sorting: stable, by key, backwards; how often it compares; what a change meanwhile does."""
import random


def attempt(action):
    try:
        return action()
    except Exception as error:
        return f"{type(error).__name__}: {error}"


print(sorted([3, 1, 2]), sorted("banana"), sorted([2.5, 1, 3]), sorted({"b": 1, "a": 2}))
words = ["pear", "fig", "apple", "kiwi", "date", "plum"]
print(sorted(words, key=len), sorted(words, key=len, reverse=True), sorted(words, reverse=True))
pairs = [(1, "b"), (0, "a"), (1, "a"), (0, "b")]
print(sorted(pairs), sorted(pairs, key=lambda pair: pair[0]))
print(sorted(pairs, key=lambda pair: pair[0], reverse=True))
print(attempt(lambda: [1, "a"].sort()), attempt(lambda: sorted(5)), attempt(lambda: [].sort(1)))
print(attempt(lambda: sorted([1, 2], key=5)), attempt(lambda: sorted([3, 1], key=lambda x: 1 / 0)))


class Counted:
    comparisons = 0

    def __init__(self, number):
        self.number = number

    def __lt__(self, other):
        Counted.comparisons += 1
        return self.number < other.number


generator = random.Random(7)
state = 12345


def pseudo(limit):
    global state
    state = (state * 1103515245 + 12345) % 2147483648
    return state % limit


shapes = {
    "ascending": list(range(500)),
    "descending": list(range(500, 0, -1)),
    "equal": [1] * 300,
    "random": [pseudo(1000) for _ in range(700)],
    "few": [pseudo(4) for _ in range(700)],
    "saw": [i % 50 for i in range(600)],
    "runs": list(range(200)) + list(range(100)) + list(range(150, 0, -1)) + list(range(90)),
    "nearly": list(range(300)) + [5, 2, 8],
    "organ": list(range(150)) + list(range(150, 0, -1)),
    "tiny": [2, 1],
}
for name, numbers in shapes.items():
    Counted.comparisons = 0
    result = sorted(map(Counted, numbers))
    print(name, [c.number for c in result] == sorted(numbers), Counted.comparisons)
    Counted.comparisons = 0
    result = sorted(map(Counted, numbers), reverse=True)
    print(name, Counted.comparisons, [c.number for c in result][:3])

numbered = [(pseudo(10), i) for i in range(400)]
ordered = sorted(numbered, key=lambda item: item[0])
print(all(a[0] < b[0] or a[1] < b[1] for a, b in zip(ordered, ordered[1:])))
ordered = sorted(numbered, key=lambda item: item[0], reverse=True)
print(all(a[0] > b[0] or a[1] < b[1] for a, b in zip(ordered, ordered[1:])))

changing = [3, 2, 1]


def look(item):
    print("inside", changing)
    return item


changing.sort(key=look)
print(changing)


def spoil(item):
    changing.append(item)
    return item


print(attempt(lambda: changing.sort(key=spoil)), changing)


class Failing:
    def __init__(self, number):
        self.number = number

    def __lt__(self, other):
        if self.number == 3:
            raise RuntimeError("three")
        return self.number < other.number


failing = [Failing(n) for n in (5, 1, 3, 2)]
print(attempt(failing.sort), sorted(f.number for f in failing))
print(min(3, 1, 2), max("abc"), min([], default="none"), max([1, -5], key=abs))
print(attempt(lambda: max([])), attempt(lambda: min()), attempt(lambda: max(1, 2, default=3)))
print(sorted([True, 3, 2.5, -1]), sorted([10**30, 5, -10**30]), sorted([0.5, float("inf"), -2.0]))
floats = [3.5, float("-inf"), 0.0, 1e300, -1e-300]
floats.sort()
print(floats)
texts = ["é", "z", "a", "Ω", "😀", ""]
texts.sort()
print(texts)
