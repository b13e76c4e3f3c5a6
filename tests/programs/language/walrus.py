# := before a conditional expression takes the whole of it; a few classic exercises.
ch = 'e'
print((b := 65 if ch.isupper() else 97), b)
print([b if (b := 65 if c.isupper() else 97) else c for c in 'aB'])
def f(s): return [b if (b := 65 if c.isupper() else 97) else c for c in s]
print(f('aB'))
def g(s): return [b if c.isalpha() and (b := 65 if c.isupper() else 97) else c for c in s]
print(g('aB'))
def h(s): return [(b, c) for c in s if (b := 1 if c == 'a' else 2)]
print(h('ab'))
x = 5
print((y := x if x > 3 else 0), (z := x > 3 and 'big' or 'small'), (w := lambda: x)(), (v := not x), (u := x < 3 < 4))
def k(c): return b if c.isalpha() and (b := 65 if c.isupper() else 97) else c
print(k('e'), k('E'), k('1'))
def m(c):
    return 1 if (b := 65 if c else 97) else 2
print(m(0))
def n(c):
    r = 'x' if (b := 65 if c else 97) else 'y'
    return b
print(n(0), n(1))
def t(code):
    ns = {'x': 5, 'y': 0}
    try: exec(code, ns); print(code, ns.get('n', 'unset'))
    except Exception as e: print(code, type(e).__name__, e)
for c in ('(n := 1 if y else 2)', '(n := x and y)', '(n := x or y)', '(n := not x)', '(n := x > 3)', '(n := x + 1)', '(n := x if x else y if y else 3)', '(n := lambda: 1); n = n()', '[n := 1 if y else 2]', 'print(n := 1 if y else 2)', 'print(n := x or y)', 'if n := 1 if y else 2: pass', 'while n := x if y else 0: pass', '(n := y == 0 and x)', '(n := x is not None)', '(n := x in [5])', '(n := -x)', '(n := x ** 2)', '(n := (1, 2))', '(n := 1, 2)', '(n := x.real)', '(n := [x][0])', '(n := x) if y else 3', '(n := x) + 1', '((n := x) if y else 3)', '[i for i in [1] if (n := i if y else 9)]', '{n := 1 if y else 2}', 'f"{(n := 1 if y else 2)}"', 'x if (n := 0 if y else 7) else y', 'assert (n := 1 if y else 2)', '(lambda: (n := 1 if y else 2))()', '[x][n := 1 if x == 0 else 0]', 'any((n := i if i else -1) for i in [0, 3])', 'not (n := 1 if y else 0)', '(n := 1 if y else 2) == 2', '(n := (m := 1 if y else 2) if x else 3)', '(n := 1 if (k := y) else k)', '(n := (yield_ := 3) and 4)', 'z = (n := 1 if y else 2)', 'z = [n := i if i % 2 else 0 for i in range(4)]'):
    t(c)
