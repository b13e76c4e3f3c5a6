"""sys.getrefcount of one object in every position that a statement or an expression can give it."""
import sys, gc, weakref
count = sys.getrefcount

class O:
    pass
o = O()

def statements():
    x = O()
    r = []
    r.append(count(x))
    y = x
    r.append(count(x))
    del y
    r.append(count(x))
    y = z = x
    r.append(count(x))
    y, z = (z, y)
    r.append(count(x))
    y = z = None
    r.append(count(x))
    l = [x]
    r.append(count(x))
    l *= 3
    r.append(count(x))
    l[1:] = []
    r.append(count(x))
    l += l
    r.append(count(x))
    l.extend(l)
    r.append(count(x))
    l.clear()
    r.append(count(x))
    d = {"a": x}
    r.append(count(x))
    d.update(b=x)
    r.append(count(x))
    e = dict(d)
    r.append(count(x))
    del d, e
    r.append(count(x))
    for i in [x]:
        r.append(count(x))
    r.append(count(x))
    del i
    r.append(count(x))
    for i in (x,):
        r.append(count(i))
    del i
    for i, j in enumerate([x]):
        r.append(count(j))
    r.append(count(x))
    del j
    for i, j in zip([x], [x]):
        r.append(count(j))
    del i, j
    r.append(count(x))
    with_ = [x for x in [x]]
    r.append(count(with_[0]))
    del with_
    try:
        raise KeyError(x)
    except KeyError as e:
        r.append(count(x))
        r.append(count(e.args[0]))
    r.append(count(x))
    try:
        raise KeyError(x)
    except KeyError:
        r.append(count(x))
    r.append(count(x))

    def f(a=x):
        return count(a)
    r.append(count(x))
    r.append(f())
    del f
    r.append(count(x))
    g = lambda: 0
    g.a = x
    r.append(count(x))
    del g
    r.append(count(x))

    class K:
        a = x
    r.append(count(x))
    k = K()
    k.b = x
    r.append(count(x))
    del k, K
    gc.collect()
    r.append(count(x))
    t = (x, x)
    a, b = t
    r.append(count(x))
    (a, b), c = (t, 1)
    r.append(count(x))
    a, *b = t
    r.append(count(x))
    del a, b, c, t
    r.append(count(x))
    s = {x}
    r.append(count(x))
    s.pop()
    r.append(count(x))
    assert x, r
    r.append(count(x))
    if (w := x):
        r.append(count(x))
    del w
    while x:
        r.append(count(x))
        break
    r.append(count(x if True else 0))
    r.append(count(x or 0))
    r.append(x and count(x))
    r.append(count([x][0]))
    r.append(count((x,)[0]))
    r.append(count({1: x}[1]))
    r.append([*[x], count(x)][1])
    r.append({**{"a": x}, "b": count(x)}["b"])
    r.append(f"{count(x)}")
    r.append(max(count(x), 0))
    match x:
        case O():
            r.append(count(x))
    match [x]:
        case [q]:
            r.append(count(q))
    match {"k": x}:
        case {"k": q, **rest}:
            r.append(count(q))
    del q, rest, l, s
    r.append(count(x))
    return r
print(statements())
print([statements() for _ in range(1)] == [statements()], list(map(lambda _: statements(), [1])) == [statements()])

def gen():
    x = O()
    yield count(x)
    y = (yield count(x))
    yield count(y)
    yield count(x)
    z = [x]
    yield from (count(i) for i in z)
    return x
g = gen()
print(next(g), next(g), g.send(o), next(g), next(g))
try:
    next(g)
except StopIteration as e:
    print(count(e.value))
    r = weakref.ref(e.value)
print(r())

def dec(f):

    def w(*a, **k):
        return (count(a[0]), f(*a, **k))
    return w

@dec
def decorated(x):
    return count(x)
print(decorated(o))

class P:

    @property
    def p(self):
        return count(self)

    @classmethod
    def c(cls, x):
        return count(x)

    @staticmethod
    def s(x):
        return count(x)

    def m(self, x):
        return (count(self), count(x))

    def __call__(self, x):
        return (count(self), count(x))

    def __getitem__(self, x):
        return (count(self), count(x))

    def sup(self):
        return super().__repr__() and count(self)
p = P()
print(p.p, P.c(o), p.c(o), P.s(o), p.s(o), p.m(o), P.m(p, o), p(o), p[o], p.sup(), (lambda: count(p))(), p.m.__func__(p, o))
b = p.m
print(count(p), b(o), count(b))
del b
print(count(p))
import functools, itertools
print(functools.partial(count, o)(), functools.partial(P.m, p)(o), list(itertools.starmap(count, [(o,)])), list(map(count, [o, o])), next(filter(None, [o])) is o, count(o), sorted([o], key=count)[0] is o, functools.reduce(lambda a, b: count(a), [o, o]))
print(count(o.__class__) - count(O), count(type(o)) - count(O), count(sys.modules["__main__"].o), count(globals()["o"]), count(vars()["o"]), count(getattr(sys.modules["__main__"], "o")), eval("count(o)"), [count(o) for _ in "1"], count(locals()["o"]))
