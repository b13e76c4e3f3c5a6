"""Format specifications, str.format, f-strings, and the % operator."""


def attempt(label, function, *arguments):
    try:
        print(label, function(*arguments))
    except Exception as error:
        print(label, type(error).__name__, error)


print("--- int")
for spec in ["", "d", "5", "<5", ">5", "^5", "=5", "05", "+", "+05", " d", "-5", "*^9", "x", "X", "#x", "#X", "o", "#o", "b", "#b", "#010b", "_b",
             ",", "_", "010,", "015_", "_x", "e", ".2e", "f", ".0f", "g", "%", ".1%", "n", "c", "é^7", "#_b", "08,d", "+,", "=+8"]:
    for value in (0, 7, -42, 1234567, -(10**20), 65):
        attempt(f"{spec!r:8} {value}", format, value, spec)
for spec in [".2", ".2d", "s", "q", ",c", "+c", "#c", ",_", "_,", ",x", "5zz", "zd", ".", "{", "d5"]:
    attempt(spec, format, 5, spec)
attempt("c range", format, 0x110000, "c")

print("--- float")
for spec in ["", "f", ".0f", ".1f", ".3f", ".10f", "e", ".0e", ".3e", "E", "g", ".3g", ".0g", "G", "%", ".2%", "n", "10.2f", "<10.2f", "^10.2f",
             "=10.2f", "+.2f", " .2f", "010.2f", "+010.2f", ",.2f", "_.2f", "015,.2f", ".3", ".1", ".10", "10", "#.0f", "#g", ".15g", "z.1f",
             "*>12.4", ","]:
    for value in (0.0, -0.0, 1.5, -2.675, 1234567.891, 1e-7, 1e22, 123.0, 0.05, -0.04, float("inf"), float("nan")):
        attempt(f"{spec!r:9} {value}", format, value, spec)
for spec in ["d", "x", "s", "c", ".", ",_", "q"]:
    attempt(spec, format, 1.5, spec)

print("--- str")
for spec in ["", "s", "5", "<5", ">5", "^6", "*^7", ".2", "8.2", "05", ">08", "é<5s"]:
    for value in ("", "ab", "日本語"):
        attempt(f"{spec!r:6} {value}", format, value, spec)
for spec in ["d", "=5", "+5", " 5", "#5", ",", "_s", "x", "z5"]:
    attempt(spec, format, "ab", spec)

print("--- other objects")
attempt("list", format, [1], "5")
attempt("list", format, [1], "")
attempt("none", format, None, "5")
attempt("bool", format, True, "s")
print(format(True), format(True, "d"), format(True, "5"), format(None), format(Ellipsis))


class Point:
    def __init__(self, x, y):
        self.x, self.y = x, y

    def __format__(self, spec):
        return f"<{self.x:{spec}},{self.y:{spec}}>" if spec else "<point>"


class Bad:
    def __format__(self, spec):
        return 5


p = Point(1.5, 2)
print(f"{p} {p:.2f} {p!r:.6} {p!s:.6}"[:30], "{:05}".format(p), format(p, ">4"))
attempt("bad", format, Bad(), "")

print("--- str.format")
d = {"a": 1, "b": [10, 20, {"k": "v"}]}
print("{} {} {}".format(1, "b", [3]), "{0} {1} {0}".format("x", "y"), "{name}!{name}".format(name="n"), "{0.x:.1f} {1[b][1]}".format(p, d))
print("{0[a]} {0[b][2][k]}".format(d), "{{}} {{{}}}".format(5), "{!r} {!s} {!a}".format("é", "é", "é"), "{:>{w}.{p}f}".format(3.14159, w=10, p=2))
print("{:{}}".format("x", 5) + "|", "{0:{1}}".format(5, "04"), "{:,}".format(10**9), "{:%}".format(0.25), "{a}{b}".format(**{"a": 1, "b": 2}))
print("{a} {b[0]}".format_map(d), "{:^{}}".format("mid", 9), "{0!r:>8}".format("q"), "".format(), "plain".format(1, 2, x=3))
for template, arguments in [("{}", ()), ("{} {}", (1,)), ("{5}", (1,)), ("{a}", ()), ("{", (1,)), ("}", (1,)), ("{0} {}", (1, 2)), ("{} {0}", (1, 2)),
                            ("{!z}", (1,)), ("{!}", (1,)), ("{0!rr}", (1,)), ("{a.b}", ()), ("{0.foo}", (1,)), ("{0[k]}", (1,)), ("{0[}", (1,)),
                            ("{0.}", (1,)), ("{0[]}", (1,)), ("{0]}", (1,)), ("{:d}", ("a",)), ("{0:{1:{2}}}", (1, 2, 3)), ("{:{}{}}", (5, "0", 3)), ("{0[0]x}", ([1],))]:
    attempt(template, template.format, *arguments)
attempt("map", "{} ".format_map, d)
attempt("map", "{zz}".format_map, d)

print("--- f-strings")
w, x, s = 8, 3.14159, "it's"
print(f"{x:{w}.2f}|{x!r}|{s!r}|{s}|{'nested'}|{{literal}}|{w + 1}|{d['a']}|{x:>+{w}.1f}|{w=}|{x=:.2f}|{s=}|{s!s:>6}")
print(f"{w:b} {w:#x} {10**10:,} {'a' 'b'} {[i * 2 for i in range(3)]} {(lambda v: v + 1)(2)} {d}")
print(f"a{1}b{2}c" f"{3}" "d{4}", rf"\n{1}", f"{1}\n{2}".split("\n"), f"")

print("--- percent")
for template, values in [("%d", 5), ("%i %u", (5, -6)), ("%5d|%-5d|%05d", (7, 7, 7)), ("%+d % d", (5, 5)), ("%x %X %o", (255, 255, 8)),
                         ("%#x %#X %#o", (255, 255, 8)), ("%s %r %a", ("é", "é", "é")), ("%.2s|%5s|%-5s|", ("abc", "ab", "ab")), ("%c%c", ("x", 65)),
                         ("%f %.1f %.0f", (1.5, 2.25, 2.5)), ("%e %E %.2e", (12345.678, 1e-10, 1.0)), ("%g %G %.3g", (1e-5, 1e20, 1234.5)),
                         ("%%", ()), ("100%%", ()), ("%(a)d %(b)s", {"a": 1, "b": 2}), ("%(a)05.1f", {"a": 2.25}), ("%*d|%-*d|", (5, 42, 5, 42)),
                         ("%.*f", (2, 3.14159)), ("%s", (1,)), ("%s", [1, 2]), ("%s", {"a": 1}), ("%s and %s", ("a", (1, 2))), ("%d", 3.99),
                         ("%d", True), ("%5.1f%%", 99.55), ("%.3d", 7), ("%08.3d", 7), ("%x", -255), ("%ld", 5), ("%s", None), ("%d", 10**30), ("%r", "it's"),
                         ("%010.3f", -3.14159), ("%+.2e", 0.0), ("%#.0f", 1.0), ("%f", float("inf")), ("%5s", float("nan")), ("%.0e", 15.0)]:
    attempt(f"{template!r} {values!r}", lambda: template % values)
for template, values in [("%d", "a"), ("%d %d", 1), ("%d", (1, 2)), ("%c", "ab"), ("%z", 1), ("%", 1), ("%(a)d", 5), ("%(a)d", {}), ("%(a", {}), ("%x", 1.5),
                         ("%f", "a"), ("%c", -1), ("%*d", ("a", 1)), ("a", 1), ("%s %s", ("a",)), ("%d", None), ("%5", 1), ("%i", [])]:
    attempt(f"{template!r} {values!r}", lambda: template % values)
