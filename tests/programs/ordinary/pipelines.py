import sys, itertools, gc
from collections import *
def pipeline(lines):
    def strip(ls):
        for l in ls: yield l.strip()
    def nonempty(ls): return (l for l in ls if l)
    def number(ls, start=1): return enumerate(ls, start)
    return number(nonempty(strip(lines)))
for n, l in pipeline(["  a ", "", "b\n", "  "]): print(n, l)
def take(n, it): return list(itertools.islice(it, n))
def fibs():
    a, b = 0, 1
    while True:
        yield a
        a, b = b, a + b
print(take(10, fibs()), take(5, itertools.count(10, 5)), take(7, itertools.cycle("ab")), list(itertools.repeat(1, 3)), list(itertools.takewhile(lambda x: x < 5, range(10))), list(itertools.dropwhile(lambda x: x < 5, range(8))), list(itertools.starmap(pow, [(2, 3), (3, 2)])), list(itertools.compress("abcd", [1, 0, 1])), list(itertools.filterfalse(lambda x: x % 2, range(5))), list(itertools.pairwise("abc")), [list(t) for t in itertools.tee([1, 2])], list(itertools.combinations_with_replacement("ab", 2)))
def averager():
    total = count = 0
    avg = None
    while True:
        x = yield avg
        if x is None: return (total, count)
        total += x; count += 1; avg = total / count
a = averager(); next(a); print(a.send(10), a.send(20))
try: a.send(None)
except StopIteration as e: print("result", e.value)
class Tree:
    def __init__(self, v, l=None, r=None): self.v, self.l, self.r = v, l, r
    def __iter__(self):
        if self.l: yield from self.l
        yield self.v
        if self.r: yield from self.r
t = Tree(4, Tree(2, Tree(1), Tree(3)), Tree(6)); print(list(t), sum(t), max(t), sorted(t, reverse=True), [*t], 3 in t, ",".join(map(str, t)))
g = (i for i in range(3)); print(next(g), g.gi_frame is not None, g.gi_running); list(g); print(g.gi_frame)
def ctx():
    print("start")
    try:
        yield 1
        yield 2
    except ValueError as e:
        print("handled", e); yield 3
    finally: print("cleanup")
c = ctx(); next(c); print(c.throw(ValueError("v"))); c.close()
c = ctx(); next(c); del c
c = ctx()
try: c.throw(KeyError("not started"))
except KeyError as e: print("KeyError", e)
def bad():
    yield 1
    raise RuntimeError("in gen")
try: list(bad())
except RuntimeError as e: print(e)
def stop():
    yield 1
    raise StopIteration("x")
try: list(stop())
except RuntimeError as e: print(e, repr(e.__cause__))
print([x for x in [1, 2, 3] if x > 1 for y in [x] if y < 3], {a: b for a, b in zip("ab", [1, 2])}, sum(x * x for x in range(4)), (lambda: (yield))().__class__.__name__)
nums = [1, 2, 3, 4, 5, 6]
print(nums[::-1], nums[1:-1], nums[-2:], nums[::2], [nums[i:i + 2] for i in range(0, 6, 2)], list(zip(nums[::2], nums[1::2])))
w = "level"; print(w == w[::-1], w.count("l"), w.find("v"), w.index("e"), w.title(), w.center(11, "*"), w.zfill(8), w.islower())
s = {1, 2, 3}; t2 = {2, 3, 4}; print(s | t2, s & t2, s - t2, s ^ t2, s <= t2, s.isdisjoint({9}), frozenset([1]) in {frozenset([1])}); s.add(9); s.discard(1); s.update([7]); print(sorted(s), s.pop() in (2, 3, 7, 9))
d = {"x": 1}; d.setdefault("y", []).append(2); d.update(z=3); print(d, d.pop("x"), d.popitem(), list(d.items()), d.keys() & {"y"}, "y" in d, {**d, "q": 1}, d | {"r": 2}, dict.fromkeys("ab", 0), dict(a=1), dict([("k", "v")]), list(reversed(d)))
for k in list(d): del d[k]
print(d, bool(d), len(d))
l = [3, 1, 2]; l.sort(); l.insert(0, 9); l.extend([5]); l.remove(9); print(l, l.index(2), l.pop(), l.count(1), l.copy(), l * 2, sorted(l, key=lambda x: -x), [None] * 2); l.clear(); print(l)
t = 1, 2, 3; a, *b = t; print(a, b, t + (4,), t * 2, t.index(2), t.count(1), len(t), t[::-1], (1,), ())
import operator as op
print(op.itemgetter(1)([5, 6]), op.attrgetter("real")(3), op.methodcaller("upper")("a"), op.add(1, 2))
print("é".encode(), b"abc".decode(), "a\tb".expandtabs(4), "Hello"[1:3], "x=%s y=%d" % ("a", 5), "abc".isalpha(), "12".isdigit(), "a-b-c".rsplit("-", 1), "abc".partition("b"), "  a".lstrip(), "aXb".swapcase(), "a\nb".splitlines(), "%5s|%-5s|" % ("a", "b"), "{:,}".format(1234567), "{0:>{1}}".format("r", 5), "{:08.3f}".format(3.14159), "{:+d}".format(5), f"{'a':*^5}", "\u00e9", r"\n", "tab\there")
print(sys.version_info >= (3, 8), sys.maxsize, sys.byteorder, type(sys.argv), sys.getrecursionlimit(), sys.platform)
x = [[]] * 3; x[0].append(1); print(x); y = [[] for _ in range(3)]; y[0].append(1); print(y)
def mutable(a, l=[]): l.append(a); return l
mutable(1); print(mutable(2))
a = b = [1]; b.append(2); print(a, a is b); b = b + [3]; print(a, b); c = a[:]; c.append(9); print(a)
print(eval("1 + 2 * 3"), eval("x + 1", {"x": 5})); exec("q = 5\nprint(q * 2)"); ns = {}; exec("def f(a): return a + 1", ns); print(ns["f"](4))
print(isinstance([], (list, tuple)), type([]) is list, type(1.5), type(None), type(len), type(lambda: 0), type(int), type(type), int.__name__, type(print).__name__)
class Ops:
    def __init__(s, v): s.v = v
    def __getattr__(s, n):
        if n.startswith("__"): raise AttributeError(n)
        return lambda *a: f"{n}{a}"
    def __lshift__(s, o): return f"<<{o}"
    def __rlshift__(s, o): return f"r<<{o}"
    def __and__(s, o): return NotImplemented
    def __rand__(s, o): return "rand"
    def __ipow__(s, o): s.v **= o; return s
    def __divmod__(s, o): return "dm"
    def __round__(s, n=None): return f"round{n}"
    def __abs__(s): return "abs"
    def __invert__(s): return "inv"
    def __pos__(s): return "pos"
    def __setitem__(s, k, v): print("set", k, v)
    def __delitem__(s, k): print("del", k)
    def __le__(s, o): return "le"
o = Ops(3); print(o.hello(1), o << 2, 5 << o, 5 & o, divmod(o, 1), round(o, 2), round(o), abs(o), ~o, +o, o <= 1, 1 >= o); o **= 2; print(o.v); o[1:2] = 3; o["k"] = 1; del o[0]
try: o & 1
except TypeError as e: print(e)
try: o + 1
except TypeError as e: print(e)
try: o < 1
except TypeError as e: print(e)
