"""bytes, bytearray, slice and range."""
import sys


def attempt(label, function, *arguments):
    try:
        print(label, function(*arguments))
    except Exception as error:
        print(label, type(error).__name__, error)


print("--- bytes")
data = b"hello\x00\xff'world\""
print(data, repr(data), str(data), len(data), data[0], data[-1], data[1:4], data[::-1], data[::3], list(data[:3]), bytes([65, 66]), bytes(3), bytes(b"x"), bytes("é", "utf-8"), bytes(range(4)), bytes())
print(b"a" + b"b", b"ab" * 3, 2 * b"x", b"a" < b"b", b"a" == b"a", b"a" == "a", b"a" != b"b", b"l" in data, 255 in data, hash(b"a") == hash(b"a"), bool(b""), b"it's", b'q"q', b"\t\n\\")
for label, function in [("add", lambda: b"a" + "a"), ("less", lambda: b"a" < "a"), ("index", lambda: b"a"[5]), ("index", lambda: b"a"["x"]), ("range", lambda: bytes([300])),
                        ("type", lambda: bytes([1, "a"])), ("negative", lambda: bytes(-1)), ("str", lambda: bytes("a")), ("float", lambda: bytes(1.5)), ("object", lambda: bytes(object())),
                        ("encoding", lambda: bytes(1, "x")), ("in", lambda: "a" in b"a"), ("in", lambda: 300 in b"a"), ("multiply", lambda: b"a" * 1.5), ("assign", lambda: b"a".__setitem__(0, 1)),
                        ("encode", lambda: bytes("é", "ascii")), ("join", lambda: b"".join([1])), ("join", lambda: b"".join(["a"])), ("find", lambda: b"a".find("a")), ("split", lambda: b"a".split(1)),
                        ("replace", lambda: b"a".replace(1, 2)), ("starts", lambda: b"a".startswith(1)), ("hex", lambda: bytes.fromhex("zz")), ("index", lambda: b"a".index(b"z"))]:
    attempt(label, function)

print("--- shared methods")
for make in (bytes, bytearray):
    v = make(b"Hello, World hello")
    print(v.find(b"o"), v.rfind(b"o"), v.index(108), v.rindex(b"l"), v.count(b"l"), v.count(b""), v.startswith(b"Hell"), v.endswith((b"x", b"lo")), v.replace(b"l", b"L"), v.replace(b"l", b"", 2))
    print(v.split(), v.split(b","), v.split(b"o", 1), v.rsplit(None, 1), v.rsplit(b"o", 1), v.partition(b", "), v.rpartition(b" "), v.partition(b"zz"), v.rpartition(b"zz"), make(b"a\nb\r\nc").splitlines(), make(b"a\nb").splitlines(True))
    print(make(b"  x ").strip(), make(b"xxaxx").strip(b"x"), make(b"xa").lstrip(b"x"), make(b"ax").rstrip(b"x"), v.removeprefix(b"Hello"), v.removesuffix(b"hello"), make(b",").join([b"a", make(b"b")]))
    print(v.upper(), v.lower(), v.title(), v.capitalize(), v.swapcase(), v.isalpha(), v.isupper(), make(b"12").isdigit(), make(b"a1").isalnum(), make(b" ").isspace(), make(b"ab").islower(), v.isascii())
    print(make(b"ab").center(6, b"*"), make(b"ab").ljust(4), make(b"ab").rjust(4), make(b"-5").zfill(5), v.decode(), v.hex(), v[:3].hex(":"), v[:5].hex("-", 2), make.fromhex("01 fF"), v.translate(None, b"l"), make(b"abc").translate(bytes.maketrans(b"a", b"x")))
    print(make(b"%d-%s-%b-%x|%c|%5.1f") % (5, b"x", b"y", 255, 65, 2.5), make(b"a") + b"b", b"z" + make(b"a"), make(b"ab") * 2, list(make(b"ab")), v == b"Hello, World hello", make(b"a") < b"b", make(b""))
for codec, value in [("utf-8", b"caf\xc3\xa9"), ("ascii", b"caf\xc3"), ("latin-1", b"caf\xe9"), ("utf-8", b"\xff"), ("utf-8", b"ab\xc3"), ("utf-8", b"\xe2\x28\xa1"), ("utf-8", b"\xed\xa0\x80"),
                     ("utf-16", "é日".encode("utf-16")), ("utf-16-le", b"a"), ("foo", b"a")]:
    attempt(codec, value.decode, codec)
for errors in ("ignore", "replace", "backslashreplace", "surrogateescape"):
    print(ascii(b"a\xff\xe2\x28b".decode("utf-8", errors)))

print("--- bytearray")
a = bytearray(b"abc")
a.append(100)
a.extend(b"ef")
a.extend([103, 104])
a.insert(0, 90)
print(a, a.pop(), a.pop(0), len(a), a[1])
a[0] = 65
a[1:3] = b"XYZ"
print(a)
del a[0]
del a[::2]
print(a, a.copy() == a)
a += b"12"
a *= 2
print(a)
a.reverse()
a.remove(ord("1"))
a[::2] = bytes(len(a[::2]))
print(a, ord("2") in a)
b = a
a.clear()
print(b, bool(b), bytearray(3), bytearray("é", "utf-8"), bytearray([1, 2]))
for label, function in [("append", lambda: a.append(300)), ("append", lambda: a.append("a")), ("pop", lambda: a.pop()), ("remove", lambda: a.remove(1)), ("hash", lambda: hash(a)), ("index", lambda: a[0]),
                        ("set", lambda: bytearray(b"ab").__setitem__(slice(None, None, 2), b"xyz")), ("set", lambda: bytearray(b"a").__setitem__(0, 256)), ("iadd", lambda: a.__iadd__("x"))]:
    attempt(label, function)
grown = bytearray()
sizes = []
for i in range(40):
    grown.append(i)
    sizes.append(sys.getsizeof(grown))
print(sizes, sys.getsizeof(b""), sys.getsizeof(b"abc"), sys.getsizeof(bytearray()))

print("--- range")
RANGES = [range(0), range(5), range(2, 8), range(0, 10, 3), range(10, 0, -3), range(5, 5), range(0, 10, 20), range(-3, 3), range(0, -5, -1), range(2**62, 2**62 + 10, 4)]
for r in RANGES:
    print(r, len(r), list(r), list(reversed(r)), r.start, r.stop, r.step, bool(r), sum(r), 4 in r, 4.0 in r, "a" in r, r[1:], r[::-1], r[-2:], r[::2], hash(r) == hash(range(r.start, r.stop, r.step)))
print(range(0) == range(2, 1), range(0, 10, 3) == range(0, 12, 3), range(5) == range(5), range(5) != [0], range(3, 4) == range(3, 9, 7), {range(3): 1}[range(0, 3)], range(5)[2], range(5)[-1], range(10)[3:7][1])
print(range(5).index(3), range(5).count(3), range(5).count(9), min(range(3, 9)), max(range(3, 9)), sorted(range(3), reverse=True), tuple(range(3)), list(range(True, 4)), 10**20 in range(5), True in range(3))
for label, function in [("zero", lambda: range(1, 2, 0)), ("float", lambda: range(1.5)), ("none", lambda: range()), ("many", lambda: range(1, 2, 3, 4)), ("str", lambda: range("a")), ("index", lambda: range(3)[5]),
                        ("key", lambda: range(3)["a"]), ("index", lambda: range(5).index(7)), ("set", lambda: range(3).__setitem__(0, 1)), ("less", lambda: range(3) < range(4)), ]:
    attempt(label, function)
it = iter(range(3))
print(next(it), next(it), it.__length_hint__(), next(it), next(it, "done"), sys.getsizeof(range(5)))

print("--- slice")
s = slice(1, 10, 2)
print(s, s.start, s.stop, s.step, s.indices(5), slice(None), slice(5), slice(None, None, -1).indices(4), slice(-3, None).indices(10), slice(1, 2) == slice(1, 2), slice(1) == slice(2), slice(1) < slice(2), slice("a", [1]))
for label, function in [("hash", lambda: hash(s)), ("none", lambda: slice()), ("indices", lambda: s.indices(-1)), ("indices", lambda: s.indices("a")), ("bad", lambda: [1][:"a"]), ("zero", lambda: [1][::0])]:
    attempt(label, function)


class Row:
    def __getitem__(self, key):
        return key


row = Row()
print(row[1], row[1:2], row[::3], row[1:2, 3], row[..., None], row[:, "a"], row[-1:])
for length in (0, 1, 5):
    for start in (None, -7, -1, 0, 2, 7):
        for step in (None, -2, 1, 3):
            print(slice(start, None, step).indices(length), list(range(length))[start::step], end=" ")
    print()
