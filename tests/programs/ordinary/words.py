"""Counting words: dicts, sets, comprehensions, sorting, string methods, f-strings."""

from collections import Counter, defaultdict

TEXT = """
It was the best of times, it was the worst of times, it was the age of wisdom,
it was the age of foolishness, it was the epoch of belief, it was the epoch of
incredulity, it was the season of Light, it was the season of Darkness
"""

words = [word.strip(",.").lower() for word in TEXT.split()]
print(len(words), words[:5], words[-3:], words[::10])

counts = {}
for word in words:
    counts[word] = counts.get(word, 0) + 1
for word, count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:6]:
    print(f"{word:<8}{count:>4} {'#' * count}")

counter = Counter(words)
assert counter == counts
print(counter.most_common(3), counter["absent"], sum(counter.values()))
counter.update(["it", "new"])
counter.subtract({"was": 3})
print(counter["it"], counter["new"], counter["was"], +Counter(a=1, b=-1), Counter("abca") & Counter("aab"))

by_length = defaultdict(list)
for word in sorted(set(words)):
    by_length[len(word)].append(word)
for length in sorted(by_length, reverse=True):
    print(length, by_length[length])
print({length: len(group) for length, group in by_length.items() if length % 2 == 0})
print(sorted({word[0] for word in words}), len({*words}))

index = defaultdict(lambda: defaultdict(int))
for first, second in zip(words, words[1:]):
    index[first][second] += 1
print({first: dict(seconds) for first, seconds in index.items() if len(seconds) > 2})

print("-".join(reversed("heapledger")), "ab" * 3, "a,b,,c".split(","), "  x  ".strip() + "|")
print("%s has %d items (%5.1f%%) %r" % ("list", 3, 99.5, "q"), "{0}-{1}-{0}".format("a", "b"))
print("{name!r:>10}|{value:06.2f}|{value:,}".format(name="n", value=1234.5))
print(f"{'centre':^12}|{3.14159:.2f}|{255:#x}|{255:08b}|{1e9:,.0f}|{-7:+d}|{0.25:%}|{'x'!r}")
width, name = 10, "dyn"
print(f"{name:>{width}}|{name!s:*^{width + 2}}|{width=}|{name=!s}")
print("Hello".replace("l", "L", 1), "hello world".title(), "Hi".swapcase(), "abc".find("c"), "abc".find("z"))
print("a\tb\\n", repr("it's"), repr('say "hi"'), repr("both ' and \""), repr("\x00\n\u00e9\u20ac\U0001f600"))
print("line1\nline2\r\nline3".splitlines(), "x=1;y=2".partition("="), "a.b.c".rsplit(".", 1))
print("abc".isalpha(), "12".isdigit(), "a1".isalnum(), " ".isspace(), "Abc".istitle(), "abc".startswith(("x", "ab")))
print("abc" < "abd", "Z" < "a", "10" < "9", "é" > "z", ord("é"), chr(8364), "ß".upper(), "ÉCOLE".lower())
print(str(b"bytes"), bytes([65, 66]), "é".encode(), b"\xc3\xa9".decode(), list(b"ab"), "x".encode().hex())
