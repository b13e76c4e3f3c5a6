"""Whole numbers: operators at the edges of the machine word and beyond, conversions, methods."""
import sys

EDGES = [0, 1, -1, 2, -2, 7, -7, 10, 255, 256, 2**30, 2**31 - 1, -(2**31), 2**53, 2**53 + 1,
         2**61, 2**62 - 1, 2**62, -(2**62), -(2**62) - 1, 2**63 - 1, 2**63, -(2**63), -(2**63) - 1,
         2**64, 2**100, -(2**100), 10**30, -(10**30) + 7, 3**200]


def attempt(label, function, *arguments):
    try:
        print(label, function(*arguments))
    except Exception as error:
        print(label, type(error).__name__, error)


print("--- binary operators")
total = 0
for a in EDGES:
    for b in EDGES:
        results = [a + b, a - b, a * b, a & b, a | b, a ^ b, a < b, a <= b, a == b, a != b]
        if b:
            q, r = divmod(a, b)
            assert q * b + r == a and (r == 0 or (r < 0) == (b < 0)), (a, b)
            results += [a // b, a % b, q, r]
        total = (total * 31 + hash(tuple(results))) % (2**61 - 1)
print(total)
for a, b in [(7, 2), (-7, 2), (7, -2), (-7, -2), (2**64, 3), (-(2**64), 3), (2**64, -3), (5, 2**70), (-5, 2**70)]:
    print(a, b, a // b, a % b, divmod(a, b))

print("--- true division")
for a, b in [(1, 3), (2**53 + 1, 1), (10**30, 10**29 + 1), (10**400, 10**399), (1, 10**300), (1, 10**400),
             (-(10**25), 7), (3**200, 3**199 + 1), (2**1024 - 2**969, 1), (1, 2**1074), (3, 2**1075)]:
    attempt(f"{a % 1000}/{b % 1000}", lambda: a / b)
attempt("overflow", lambda: 10**400 / 3)

print("--- shifts and bits")
for n in EDGES:
    print(n << 3, n >> 3, n >> 70, ~n, -n, +n, abs(n), n.bit_length(), n.bit_count())
print(1 << 62, 1 << 63, 1 << 64, -1 << 62, -1 << 63, (1 << 200) >> 190, -5 >> 1, 0 << 1000)
attempt("negative shift", lambda: 1 << -1)
attempt("huge shift", lambda: 1 << (1 << 70))

print("--- powers")
for a, b in [(2, 10), (2, 62), (2, 63), (-2, 63), (3, 40), (10, 25), (0, 0), (0, 5), (1, 10**20), (-1, 10**20 + 1),
             (2, -2), (-2, -3), (7, 1), (2**40, 3)]:
    attempt(f"{a}**{b}", lambda: a**b)
attempt("0**-1", lambda: 0**-1)
for a, b, c in [(2, 10, 1000), (3, 100, 7), (-3, 5, 7), (3, 5, -7), (2, -1, 7), (3, -2, 11), (2, -1, 4), (5, 3, 0), (5, 3, 1),
                (10**20, 10**3, 10**9 + 7)]:
    attempt(f"pow({a},{b},{c})", pow, a, b, c)

print("--- parsing")
for text in ["0", "-0", " 42 ", "+7", "1_000", "0x1f", "1__0", "_1", "1_", "", "-", "abc", "12345678901234567890", "\t-5\n",
             "٣٤", "1e5", "0b11"]:
    attempt(repr(text), int, text)
for text, base in [("ff", 16), ("0xff", 16), ("0xff", 0), ("0b101", 0), ("0o17", 0), ("z", 36), ("102", 2), ("10", 1), ("012", 0),
                   ("00", 0), ("1_f", 16), ("0x_f", 0), ("7", 8), ("8", 8), (b"11", 2)]:
    attempt(f"{text!r} {base}", int, text, base)
attempt("float base", int, 1.5, 3)
for value in [1.9, -1.9, 1e20, True, 2**53 + 0.0, float("inf"), float("nan"), None, [], "x", b"12"]:
    attempt(f"int({value!r})", int, value)
print(int(), int("7" * 30), int(1e300) % 10**20)

print("--- printing")
for n in EDGES:
    print(repr(n), str(n), hex(n), oct(n), bin(n))
print(len(str(10**4000)))
attempt("digits", lambda: str(10**5000))
attempt("digits", lambda: int("9" * 5000))

print("--- hash")
for n in EDGES:
    print(hash(n), end=" ")
print(hash(-1), hash(2**61 - 1), hash(2**61 - 2), hash(-(2**61 - 1)), hash(True))

print("--- methods and attributes")
for n in [0, 1, -1, 255, 256, -128, -129, 2**64]:
    for size in (1, 2, 9):
        for order in ("little", "big"):
            attempt(f"{n} {size} {order}", lambda: n.to_bytes(size, order, signed=True))
    attempt(f"{n} unsigned", lambda: n.to_bytes(9, "big"))
print((258).to_bytes(2), int.from_bytes(b"\x01\x02"), int.from_bytes(b"\xff\xfe", "little", signed=True))
print(int.from_bytes([1, 2, 3], "big"), int.from_bytes(b"", "big"), int.from_bytes(b"\xff" * 9, "big"))
attempt("order", lambda: (5).to_bytes(1, "x"))
attempt("from str", lambda: int.from_bytes("a", "big"))
n = 12
print(n.real, n.imag, n.numerator, n.denominator, n.conjugate(), n.as_integer_ratio(), n.__index__(), n.__int__())
print(round(12345, -2), round(15, -1), round(25, -1), round(-15, -1), round(5, 3), round(10**20 + 5 * 10**9, -10), round(7, -5))
print((5).__add__(3), (5).__radd__(3), (5).__add__("x"), (5).__floordiv__(2), (5).__pow__(2), (5).__lt__(6), (5).__bool__())
attempt("attribute", lambda: (1).foo)
attempt("unsupported", lambda: 1 + "a")
attempt("unsupported", lambda: 1 - [])
attempt("compare", lambda: 1 < "a")
attempt("index", lambda: [1, 2, 3]["a"])
print(sys.getsizeof(0), sys.getsizeof(1), sys.getsizeof(2**30), sys.getsizeof(2**60), sys.getsizeof(2**64), sys.getsizeof(10**100))

print("--- bool")
print(True + True, True & False, True | False, True ^ True, True & 1, ~True, -True, True == 1, isinstance(True, int), bool("x"), bool([]))
print(repr(True), str(False), int(True), float(True), True.real, (True).bit_length(), True < 2, sum([True, True]))
print(f"{True}", f"{True:d}", "%d" % True, "%s" % True)


class Meters(int):
    def __repr__(self):
        return f"Meters({int(self)})"

    def __add__(self, other):
        return Meters(int(self) + int(other))


print("--- derived")
m = Meters(5)
m.note = "kept"
print(m, m + 1, 1 + m, m * 2, m == 5, hash(m) == hash(5), m.note, isinstance(m, int), type(m + 1).__name__, type(m * 2).__name__)
print(Meters("12"), Meters(3.7), int(m), m.__class__.__name__, {m: 1}[5], m.bit_length(), f"{m:>4}")
