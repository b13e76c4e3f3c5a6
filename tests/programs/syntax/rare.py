"""Texts that parsers stumble over."""
type = type
print(type(3).__name__, type(3)(4.5))


class T:
    pass


t = T()
type(t).count = 5
type(t).count += 1
print(T.count)
print(*[1], *(2, 3), sep=", ")
x = 1, *[2, 3]
y = *x, *"ab"


def f():
    return 0, *x


def g():
    yield *x, 4


print(x, y, f(), next(g()))
for i in 1, *x:
    print(i, end=" ")
print()
print(6 & 3 ^ 5 & 7 | 8, 1 ^ 2 & 3, 1 & 2 ^ 3, 7 ^ 3 & 1 << 2, 5 | 2 ^ 7 & 3)
match [1, 2]:
    case [a, b]:
        print(a, b)
match = [1, 2]
match [0] = 9
print(match [0], match)
case = {"case": 1}
print(case ["case"])
_ = 3
print(_)
print = print
print("a" "b"
      'c')
print (1, 2)
print(not 1 == 2, not not 1, - 1 ** 2, (lambda: 0)(), (lambda *a, k=1, **kw: (a, k, kw))(1, k=2, z=3))
print([lambda: 1, lambda x: x][1](5), [x for x in (lambda: [1, 2])()], [x if x else 0 for x in [0, 1] if x or not x])
print({**{}, 'a': 1}, {*()}, [*()], (*(),), {1: 2, **{3: 4}}.items())
d = {"a": {"b": [1, 2, {"c": (3,)}]}}
print(d["a"]["b"][2]["c"][0], d["a"]["b"][-1]["c"])
if True: pass; print("semi"); pass
try: print("try")
finally: print("finally")
while False: pass
else: print("else")
class C: x = 1; y = 2
print(C.x, C.y)
def h(a, b=1, *, c): return a, b, c
print(h(1, c=2)); print(h(*[1], **{"c": 3}))
async_ = 1; await_ = 2; print(async_ + await_)
a = b = c = d = 1; print(a, b, c, d)
print(
    # a comment
    1,  # another

    2
    # the last
)
s = [
    1, 2,
  3,
4]
print(s)
def deep():
        if 1:
          if 2:
                return "odd indentation"
print(deep())
print("""triple ' " quotes""", '''other ' " ''', r"raw \" quote", "\\", '\'', "\
continued")
print(f"{'a' if 1 else 'b'}{{}}{ 1 }{1:>{2+1}}{'x'!r:>5}{[1,2][0]}{ {'k': 'v'}['k'] }")
lambda_ = lambda: (yield)
print(next(lambda_()))
assert (yes := 5) == 5, "no"
print(yes, [z := 1, z + 1], (w := 2) + w)
exec("global_ = 1"); print(global_)
print(1 .real, 1..real, 1.5.real, (1).real)
print(1_0, 0xfF, 1E5, 1e-0_1)
del a, (b), [c], (d)
global_ = 0
def nothing(): """only a docstring"""
print(nothing.__doc__, nothing())
print(0 if 1 else 2 if 3 else 4, 1 or 2 and 0, not 1 or 1, 1 < 2 == True, (1 < 2) == True)
