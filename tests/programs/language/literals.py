"""Literals of every kind."""
print(0x1F, 0o17, 0b101, 1_000_000, 123456789012345678901234567890, 0xFFFF_FFFF_FFFF_FFFF_FFFF)
print(1.5, 1e10, 1.5e-3, .5, 5., 1_0.0_1, 1e400, -0.0, 1e-400)
print('a' "b" '''c''' """d
e""", r'\n', 'tab\there', '\x41\u00e9\U0001F600\101', 'it''s', "q'q", 'w"w', '\
joined')
print(b'bytes\x00\xff', rb'\x', b'a' b'b', Rb"\d", bR'\w')
print("nul\0end" == "nul\x00end", len("\0"), ascii("é\u2028"))
name, n, f = "Bob", 42, 3.14159
print(f"{name!r} {n:>6} {n:<6}| {f:.2f} {n:#x} {n:b} {f!s:>10} {name:*^9}")
print(f"{n = } {n=:>5} {name = !r} {n + 1=}", f"{{}} {{{n}}} {n}{{", f"{'nested'} {f'{n}'}", f'{n:{n}}', f"{f:{n//4}.{n//14}f}")
print(f"{name.upper()} {[i for i in range(3)]} {({'a': 1})['a']} {(lambda x: x * 2)(4)} {n if n else 0}")
print(f"a" "b" f"{n}" 'c', rf"\d{n}", fr'{n}\n', F"{n}")
print(f"""multi
{n}
line""", f"{n!r:^{10}}|", f"{1_000:,} {1e6:e} {0.5:%} {12345.678:,.1f} {True} {None}")
print("%s is %d and %.2f%% %r %5s|%-5s|%05d %x %c" % (name, n, f, "r", "a", "b", 7, 255, "z"))
print("%(a)s %(b)d" % {"a": 1, "b": 2}, "%s" % n, "%s" % (n,), "%%", "%s %s" % ("x", (1, 2)))
print([1, 2, 3,], (1,), {1: 2,}, {1, 2}, [], (), {}, set(), [[]], ((),))
print(None, True, False, ..., Ellipsis, NotImplemented)
print(1 + 2 * 3 ** 2 // 4 % 5 - -6, ~5, +3, not 0, 2 ** -1, -2 ** 2, 1 << 3 | 1 & 7 ^ 2, 7 // -2, -7 % 3)
print(10 / 4, 2 ** 100, 1 if 0 else 2, "ab" * 3, [0] * 3, "abc"[1], (1, 2, 3)[-1], "abc"[::-1], [1, 2, 3, 4][1:3])
print("a" < "b", 1 == 1.0, (1, 2) < (1, 3), "x" in "xyz", 3 not in (1, 2), None is None)
print(type(1), type(1.0), type("s"), type(b""), type([]), type({}), type(()), type(set()), type(None), type(...))
big = 10 ** 30
print(big, big // 7, big % 7, -big, big * big, big == 10 ** 30, hash(1) == hash(1.0))
print(0.1 + 0.2, 1 / 3, 1e16, 1e15, 123456789.123456789, 1e22, 1e21, float("inf"), float("nan"), 2.0, 100.0)
a = """line 1
    line 2\tx
"""
print(repr(a), a.splitlines())
x = {'k': [1, {'z': (2, 3)}], **{}}
print(x['k'][1]['z'][0])
lines = ["one" ,
         "two"   # comment
         "three",
         ]
print(lines); print("semi"); print("colon")
if True: print("one line"); print("two")
for i in range(2): print(i, end=" ")
print()
class Empty: pass
def one(): return 1
print(one(), Empty.__name__)
value = (1 +
         2 + \
         3)
print(value)
