"""Changes during iteration, generators that are sent, thrown into and misused."""
# mutation during iteration, generators, iterators
d = {i: i for i in range(5)}
try:
    for k in d: d[k + 10] = 1
except RuntimeError as e: print(e)
try:
    for k in d: del d[k]; d[k] = 1; 
except RuntimeError as e: print(e)
s = {1, 2, 3}
try:
    for x in s: s.add(x + 10)
except RuntimeError as e: print(e)
l = [1, 2, 3]
for x in l:
    if x < 10: l.append(x * 10)
    if x == 2: l.remove(2)
print(l)
from collections import deque, OrderedDict
q = deque([1, 2, 3])
try:
    for x in q: q.append(1)
except RuntimeError as e: print(e)
od = OrderedDict(a=1, b=2)
try:
    for k in od: od["c"] = 1
except RuntimeError as e: print(e)
class Countdown:
    def __init__(self, n): self.n = n
    def __iter__(self): return self
    def __next__(self):
        if self.n <= 0: raise StopIteration
        self.n -= 1; return self.n + 1
print(list(Countdown(3)), sum(Countdown(4)), max(Countdown(2)), 2 in Countdown(3), *Countdown(2))
def avg():
    t = n = 0; a = None
    while True:
        x = yield a
        if x is None: return t, n
        t += x; n += 1; a = t / n
def deleg():
    r = yield from avg()
    print("result", r); yield "done"
g = deleg(); next(g); print(g.send(10), g.send(20), g.send(None))
try: next(g)
except StopIteration as e: print("stop", e.value)
def thrower():
    while True:
        try: x = yield 1
        except ValueError as e: print("inside", e); yield "handled"
g = thrower(); next(g); print(g.throw(ValueError("v"))); next(g)
try: g.throw(KeyError, "k")
except KeyError as e: print(repr(e))
print(list(g))
def reenter(): yield next(gg)
gg = reenter()
try: next(gg)
except ValueError as e: print(e)
def si(): yield 1; raise StopIteration
try: list(si())
except RuntimeError as e: print(e, repr(e.__cause__))
g = (x for x in [1])
try: g.send(3)
except TypeError as e: print(e)
def pipeline():
    lines = (f"line {i} {'ERR' if i % 2 else 'ok'}" for i in range(6))
    errs = (l for l in lines if "ERR" in l)
    return enumerate((l.split()[1] for l in errs), 1)
print(dict(pipeline()), gg.gi_frame, gg.gi_running)
print([(x, y) for x in range(3) if x for y in "ab" if y != "a" or x > 1], {x % 2: x for x in range(5)}, {c for c in "aa"}, [[j for j in range(i)] for i in range(3)], [y := 3, y + 1], [last := i for i in range(3)], last)
a, *b, c = range(6); (d1, (e1, *f1)), g1 = (1, "xyz"), 2; print(a, b, c, d1, e1, f1, g1)
*x, = "ab"; print(x); [p, q] = 1, 2; print(p, q); first, = [9]; print(first)
for i, (m, n) in enumerate([(1, 2), (3, 4)]): print(i, m, n)
else: print("else")
x = y = []; x += [1]; print(y); t = ([],)
try: t[0] += [1]
except TypeError as e: print(e, t)
l = list(range(10)); del l[::3], l[0]; print(l); l[1:1] = "ab"; l[::2] = [0] * len(l[::2]); print(l, l[-3:], l[5:1:-2])
try: l[::2] = [1]
except ValueError as e: print(e)
m = [[0] * 3] * 3; m[0][0] = 1; print(m); n = [[0] * 3 for _ in range(3)]; n[0][0] = 1; print(n)
r = []; r.append(r); r.append({"k": r}); print(r); dd = {}; dd["self"] = dd; print(dd); 
it = iter([1, 2, 3]); print(next(it), list(zip(it, it)), next(it, "dflt"), list(iter(lambda c=[0]: c.__setitem__(0, c[0] + 1) or c[0], 4)))
print(sorted("bca", reverse=True), sorted([(1, "b"), (1, "a")], key=lambda t: t[0]), list(map(lambda a, b: a + b, [1, 2], [3, 4, 5])), list(filter(None, [0, 1, "", "a"])), any(x > 2 for x in range(4)), all([]), list(reversed([1, 2])), min("b", "a", key=ord), sum([[1], [2]], []))
w = 0
while True:
    w += 1
    if w == 2: continue
    if w > 3: break
    print(w, end=" ")
else: print("never")
print(1 < 2 < 3, 1 < 3 > 2, not 1 == 2, 1 if w else 2, w or 0, None or [], [] and 1, 5 & 3 | 8 ^ 1, ~5, 7 // -2, 2 ** 3 ** 2, -2 ** 2)
assert w, "fine"
try: assert w == 0, f"w is {w}"
except AssertionError as e: print(e)
try: assert not w
except AssertionError as e: print(repr(e))
def lg():
    global newglob; newglob = 5
lg(); print(newglob, "newglob" in globals(), sorted(locals())[:1] == sorted(globals())[:1])
def kw(**kw): kw["x"] = 1; return kw
print(kw(), kw(y=2), (lambda *a, **k: (a, k))(1, b=2))
for t in [(), (1,), [], {}, set(), frozenset([1]), range(3), slice(1, 2), b"x", bytearray(b"y"), memoryview(b"z") if 0 else 1, 1.0, True, ..., {1: 2}.items(), {1: 2}.values(), enumerate, zip, int, property, type]: print(t, end=" ")
print()
