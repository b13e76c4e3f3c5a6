"""Floats: printing, parsing, operators, comparison with ints, hash, methods."""
import sys

NUMBERS = [0.0, -0.0, 1.0, -1.0, 0.1, 0.2, 0.3, 1.5, 2.5, -2.5, 1 / 3, 2 / 3, 1e15, 1e16, 1e17, 123456789012345680.0, 1e22, 1e23,
           1e-4, 1e-5, 1.5e-7, 5e-324, 2.2250738585072014e-308, 1.7976931348623157e308, 2**-44, 2.0**89, 9007199254740993.0,
           0.1 + 0.2, 100.0, 1e100, 1e-100, 3.141592653589793, 4.35, 1e300 * 1e10, -1e300 * 1e10, 9999999999999998.0]


def attempt(label, function, *arguments):
    try:
        print(label, function(*arguments))
    except Exception as error:
        print(label, type(error).__name__, error)


print("--- printing")
for x in NUMBERS:
    print(repr(x), str(x), f"{x}", x.hex(), x.is_integer())
nan = float("nan")
print(nan, [nan], -nan)

print("--- operators")
for a in NUMBERS[:14]:
    for b in (1.0, -2.5, 3, 0.1, 1e100):
        print(a + b, a - b, a * b, a / b, a // b, a % b, divmod(a, b))
for label, function in [("1/0", lambda: 1.0 / 0), ("//", lambda: 1.0 // 0), ("%", lambda: 1.0 % 0), ("divmod", lambda: divmod(1.0, 0)),
                        ("big", lambda: 1.0 + 10**400), ("pow", lambda: 2.0**10000), ("zero", lambda: 0.0**-1),
                        ("str", lambda: 1.5 + "a"), ("shift", lambda: 1.5 << 1), ("invert", lambda: ~1.5), ("pow3", lambda: pow(2.0, 3, 4))]:
    attempt(label, function)
print(2.0**0.5, 2**0.5, 4**-0.5, (-8.0) ** 3, 1.0**nan, nan**0, 0.0**0, (-2) ** -3, 1e200 * 1e200)

print("--- comparison")
for a in (1, 2**53, 2**53 + 1, 10**30, -(10**400), 0, True):
    for b in (1.0, 2.0**53, 1e30, float("inf"), float("-inf"), nan, -0.0):
        print(a < b, a <= b, a == b, a != b, a > b, a >= b, end=";")
    print()
print(1.5 < 2 < 2.5, nan == nan, nan != nan, 0.0 == -0.0, max(1.5, 2), min([0.5, 0, -0.5]), sorted([2.5, -1, 0.0, 7, 2]))
attempt("compare", lambda: 1.5 < "a")

print("--- hash")
for x in NUMBERS:
    print(hash(x), end=" ")
print(hash(1.0) == hash(1), hash(2.0**70) == hash(2**70), hash(0.5), {1.0: "a"}[1], {1: "b"}[True])

print("--- parsing")
for text in ["1", "1.5", ".5", "5.", "1e5", "1E-5", "-1.5e+3", " 2.5 ", "1_000.5", "1__0", "_1", "1_.5", "inf", "-Infinity", "nan", "1e", "e5",
             ".", "", "abc", "0x10", "1e400", "-1e-400", "١.٥", "1.5\n"]:
    attempt(repr(text), float, text)
for value in [3, True, 10**400, None, [], b"1.5", 2**53 + 1]:
    attempt(f"float({value!r})"[:40], float, value)
print(float(), float("0.1"), float(123456789123456789))

print("--- methods")
print((0.75).as_integer_ratio(), (-2.5).as_integer_ratio(), (1e20).as_integer_ratio(), (0.1).as_integer_ratio())
attempt("inf ratio", float("inf").as_integer_ratio)
attempt("nan ratio", nan.as_integer_ratio)
for text in ["0x1.8p+1", "-0x1p-1074", "1.8", "0x.8p0", "inf", "-nan", "0x1p1025", "x", "0x", "0X1P3"]:
    attempt(text, float.fromhex, text)
print(int(2.9), int(-2.9), int(1e18), int(1e25), round(2.5), round(3.5), round(-2.5), round(2.675, 2), round(1234.5678, -2), round(0.5), round(1.5))
print(round(1e20), round(2.5, 0), round(150.0, -2), round(250.0, -2), round(1e300, -299), round(5e-324, 3), round(12.3, 400), round(-0.4))
attempt("round inf", round, float("inf"))
attempt("round nan", round, nan)
print((2.5).__round__(), (2.5).__floor__(), (2.5).__ceil__(), (-2.5).__trunc__(), (2.5).real, (2.5).imag, (2.5).conjugate())
print(abs(-2.5), -(-0.0), +1.5, bool(0.0), bool(-0.0), bool(nan), not 0.5)
print((1.5).__add__(1), (1.5).__radd__(2), (1.5).__add__("x"), (1.5).__eq__(1.5), (1.5).__lt__("a"))
print(sum([0.1] * 10), sum([1, 2.5, 3]), sum([0.1, 0.2], 1))
print(sys.getsizeof(1.5), sys.getsizeof(1e300), sys.float_info.max, sys.float_info.epsilon, sys.float_info.min)


class Celsius(float):
    def __repr__(self):
        return f"{float(self)}°C"


print("--- derived")
c = Celsius(21.5)
c.place = "attic"
print(c, repr(c), c + 1, type(c + 1).__name__, c == 21.5, hash(c) == hash(21.5), c.place, [c], Celsius("3.5"), Celsius(2), f"{c:.2f}")
