# Metaclasses, descriptors, orders of bases, and what a hundred and fifty errors say.
import sys, collections, functools, contextlib, itertools, operator, types, copy, weakref, gc
# class features
class Meta(type):
    def __new__(m, n, b, d, **k): c = super().__new__(m, n, b, d); c.kw = k; return c
    def __init__(c, n, b, d, **k): super().__init__(n, b, d)
class A(metaclass=Meta, x=1): pass
class B(A, y=2): pass
print(A.kw, B.kw, type(B), B.__class__.__mro__[:2])
class Desc:
    def __get__(s, i, o): return ('get', i is None, o.__name__)
class NonData:
    def __get__(s, i, o): return 'nondata'
class C:
    d = Desc(); n = NonData()
    def __init__(s): s.__dict__['n'] = 'inst'; s.__dict__['d'] = 'inst d'
print(C.d, C().d, C().n)
class P:
    def __init__(s): s._x = 0
    x = property(lambda s: s._x, lambda s, v: setattr(s, '_x', v), doc='x doc')
p = P(); p.x += 5; print(p.x, P.x.__doc__, P.x.fget is not None)
class Q(P):
    @P.x.setter
    def x(s, v): s._x = v * 10
    @property
    def y(s): return super().x + 1
q = Q(); q.x = 3; print(q.x, q.y)
class Slots:
    __slots__ = {'a': 'doc a', 'b': 'doc b'}
print(Slots.a.__doc__, Slots.__slots__)
class Abs:
    def __getattr__(s, n): return lambda *a: (n, a)
    def __call__(s, *a): return a
    def __contains__(s, x): return x == 1
    def __enter__(s): return s
    def __exit__(s, *a): return True
o = Abs(); print(o.foo(1), o(1, 2), 1 in o, 2 in o)
with o: raise ValueError
class Cnt:
    n = 0
    def __new__(cls, *a): cls.n += 1; return super().__new__(cls)
    def __del__(s): Cnt.n -= 1
x = [Cnt() for _ in range(3)]; print(Cnt.n); del x; print(Cnt.n)
class Sing:
    _i = None
    def __new__(cls): cls._i = cls._i or super().__new__(cls); return cls._i
print(Sing() is Sing())
class Chain:
    def __init__(s, v=''): s.v = v
    def __getattr__(s, n):
        if n.startswith('__'): raise AttributeError(n)
        return Chain(f'{s.v}.{n}')
    def __getitem__(s, k): return Chain(f'{s.v}[{k!r}]')
    def __repr__(s): return s.v
print(Chain('a').b.c['k'].d[1:2])
# mixins & mro
class L1:
    def go(s): return ['L1']
class L2(L1):
    def go(s): return ['L2'] + super().go()
class L3(L1):
    def go(s): return ['L3'] + super().go()
class L4(L2, L3):
    def go(s): return ['L4'] + super().go()
print(L4().go(), [c.__name__ for c in L4.__mro__])
try:
    class Bad(L1, L2): pass
except TypeError as e: print(e)
for code in ('class X(int, str): pass', 'class X(bool): pass', 'class X(type(None)): pass', 'class X(5): pass', 'class X(A, metaclass=type): pass', 'class X: __slots__ = ("a", "a b")', 'class X: __slots__ = "x"; x = 1', 'class X(object, object): pass', 'type("X", (), {})()', 'type("X", (1,), {})', 'class X:\n def __init__(s): return 1\nX()', 'class X:\n def __new__(c): return 5\nprint(X())', 'class X:\n def __len__(s): return -1\nlen(X())', 'class X:\n def __bool__(s): return 5\nbool(X())', 'class X:\n def __str__(s): return 5\nstr(X())', 'class X:\n def __hash__(s): return "a"\nhash(X())', 'class X:\n def __iter__(s): return 5\niter(X())', 'class X:\n def __index__(s): return 1.5\n[1][X()]', 'class X:\n __hash__ = None\n{X()}', 'class X:\n __iter__ = None\niter(X())', 'object().x = 1', 'int.x = 1', 'A.__name__ = 5', 'A().__class__ = int', 'A().__class__ = B; print("ok")', 'del A().x', 'A.__bases__ = ()', 'super().x', 'class X:\n @staticmethod\n def f(a): pass\nX.f()', 'A.nope()', 'getattr(A(), "x y")', 'vars(5)', 'A()()', 'A()[0]', 'A()+1', 'A()<A()', 'len(A())', 'iter(A())', 'next(A())', 'A(1)', 'object(1)', 'type()', 'isinstance(1, "a")', 'A.__init__()', 'int.__add__(1)', 'int.__add__(1, "a")', 'str.upper()', 'str.upper(5)', 'list.append([])', '[].append()', '[].append(1, 2)', '{}.get()', '"".join()', 'print(1, foo=2)', 'sorted()', 'sorted([1], 2)', 'open()', 'range()', 'range(1.5)', 'range(1, 2, 0)', 'len()', 'len(1, 2)', 'max(1)', 'abs("a")', 'sum(5)', 'zip([1], strict=1, x=2)', 'list(zip([1], [], strict=True))', 'map(1)', 'list(map(1, [2]))', 'enumerate(5)', 'reversed(5)', 'reversed({1})', 'chr("a")', 'ord(1)', 'hex(1.5)', 'round("a")', 'pow(2, -1, 4)', 'pow(2, 3, 0)', 'divmod(1, 0)', 'int("a", 5)', 'int("1", 99)', 'int(1, 2)', 'float([])', 'complex("a")', 'bytes(-1)', 'bytes("a", "nope")', 'dict(1)', 'dict([1])', 'dict(a=1, **{"a": 2})', 'set(5)', 'frozenset([[]])', 'tuple(5)', 'slice()', 'callable()', 'exec(5)', 'compile("a", "b", "c")', '__import__(5)', 'hash({})', 'id()', 'input(1, 2)', 'iter(5, 6)', 'locals(1)', 'memoryview("a")', 'setattr(1)', 'type(1, 2, 3)'):
    try: exec(code)
    except Exception as e: print(repr(code), '->', type(e).__name__, e)
    except SystemExit as e: print('exit')
