import sys
class Meta(type):
    registry = {}
    def __new__(mcs, name, bases, ns, **kw):
        cls = super().__new__(mcs, name, bases, ns)
        mcs.registry[name] = cls
        cls.kw = kw
        return cls
    def __call__(cls, *args, **kwargs):
        inst = super().__call__(*args, **kwargs)
        inst.created = True
        return inst
class Base(metaclass=Meta, flag=1):
    count = 0
    def __init__(self, v): self.v = v; Base.count += 1
    def __eq__(self, o): return isinstance(o, Base) and self.v == o.v
    def __hash__(self): return hash(self.v)
    def __lt__(self, o): return self.v < o.v
    def __bool__(self): return self.v != 0
    def __len__(self): return self.v
    def __getitem__(self, i):
        if isinstance(i, slice): return ("slice", i.start, i.stop, i.step)
        if i >= self.v: raise IndexError(i)
        return i * 10
    def __contains__(self, x): return x == "magic"
    def __call__(self, *a): return ("called", a)
    def __enter__(self): print("enter", self.v); return self
    def __exit__(self, t, e, tb): print("exit", t.__name__ if t else None, e); return t is KeyError
    def __getattr__(self, n):
        if n.startswith("dyn_"): return n[4:]
        raise AttributeError(f"no {n}")
    def __add__(self, o): return Base(self.v + (o.v if isinstance(o, Base) else o))
    __radd__ = __add__
    def __iadd__(self, o): self.v += 100; return self
    def __neg__(self): return Base(-self.v)
    def __str__(self): return f"Base<{self.v}>"
    def __format__(self, spec): return f"[{spec}:{self.v}]"
    def __index__(self): return self.v
    def __int__(self): return self.v
    def __float__(self): return float(self.v)
    def __reversed__(self): return iter("rev")
    def __del__(self): pass
b = Base(3)
print(b.created, Base.kw, list(Meta.registry), b == Base(3), b != Base(4), sorted([Base(2), Base(1)])[0].v, bool(Base(0)), len(b), b[1], b[1:2], list(b), "magic" in b, "x" in b, b(1, 2), b.dyn_foo)
try: b.nope
except AttributeError as e: print("AttributeError", e)
with b as x, Base(7): print("body", x.v)
with b:
    raise KeyError("swallowed")
try:
    with b: raise ValueError("not")
except ValueError as e: print("out", e)
print(str(b + 1), str(1 + b), str(-b), f"{b:xyz}", [10, 20, 30, 40][b], int(b), float(b), list(reversed(b)), sum([Base(1), Base(2)]).v, {Base(1): "a"}[Base(1)])
b += 1
print(b.v)
class Desc:
    def __set_name__(self, owner, name): self.name = "_" + name
    def __get__(self, inst, owner): return self if inst is None else getattr(inst, self.name, "unset")
    def __set__(self, inst, value):
        if value < 0: raise ValueError("negative")
        setattr(inst, self.name, value)
    def __delete__(self, inst): delattr(inst, self.name)
class Temp:
    c = Desc()
    __slots__ = ("_c", "other")
    @property
    def f(self): return self.c * 9 / 5 + 32
    @f.setter
    def f(self, v): self.c = (v - 32) * 5 / 9
    @f.deleter
    def f(self): del self.c
    @classmethod
    def make(cls, c): t = cls(); t.c = c; return t
    @staticmethod
    def helper(a): return a * 2
t = Temp.make(100)
print(t.c, t.f, Temp.helper(4), t.helper(5)); t.f = 32; print(t.c); del t.f; print(t.c)
for act in (lambda: setattr(t, "c", -1), lambda: setattr(t, "zzz", 1), lambda: t.other):
    try: act()
    except Exception as e: print(type(e).__name__, e)
class A:
    def who(self): return ["A"]
class B(A):
    def who(self): return ["B"] + super().who()
class C(A):
    def who(self): return ["C"] + super().who()
class D(B, C):
    def who(self): return ["D"] + super().who()
print(D().who(), [c.__name__ for c in D.__mro__])
try:
    class Bad(A, D): pass
except TypeError as e: print(e)
class Sub:
    subs = []
    def __init_subclass__(cls, /, tag=None, **kw): super().__init_subclass__(**kw); Sub.subs.append((cls.__name__, tag))
class S1(Sub, tag="one"): pass
class S2(S1): pass
print(Sub.subs)
def counter():
    n = 0
    def inc(by=1):
        nonlocal n
        n += by
        return n
    return inc
c = counter(); c(); c(5); print(c(), c.__closure__[0].cell_contents, c.__code__.co_freevars, c.__defaults__)
fns = [lambda i=i: i for i in range(3)]; print([f() for f in fns])
fns = [lambda: i for i in range(3)]; print([f() for f in fns])
def f(a, /, b, *, c=3, **k): return a, b, c, k
print(f(1, 2), f(1, b=2, c=4, d=5))
for call in ("f()", "f(a=1, b=2)", "f(1, 2, 3)", "f(1, 2, c=1, c2=2)", "f(1)", "len()", "len(1, 2)", "int('x')", "None.foo", "undefined_name", "[][1]", "{}['k']", "(1)()", "1 + 'a'", "'a' + 1", "[1] + (2,)", "{1: 2, []: 3}", "a.b.c", "next(iter([]))", "f(1, 2, **{'b': 3})", "f(*5)", "f(**5)", "int.foo", "object().x", "'abc'.foo()", "[].append()", "[].append(1, 2)", "{}.get()", "sorted(5)", "sorted([1, 'a'])", "max([])", "min()", "sum('ab')", "range('a')", "isinstance(1, 2)", "super()", "type()", "iter(5)", "zip(1)", "(x for x in 5)", "[*5]", "{**5}", "1 < 'a'", "[] < 5", "-'a'", "not_defined()", "float('x')", "chr(-1)", "ord('ab')", "open('/nonexistent')", "__import__('nope')", "dict([1])", "dict([(1, 2, 3)])", "set([[]])", "'%d' % 'x'", "abs('a')", "round('a')", "hash([])", "id()", "callable()", "getattr(1)", "getattr(1, 'zz')", "setattr(1, 'x', 2)", "print(sepp=1)", "divmod(1, 0)", "1 / 0", "1 % 0", "2 ** 'a'", "1 << -1", "bytes('a')", "'a' * 'b'", "[1, 2][1.5]", "{}[[]]", "f.nope", "f.x", "Base.nope", "Temp().f"):
    try: print(call, "=>", eval(call))
    except Exception as e: print(call, "=>", type(e).__name__, e)
def tryret():
    for i in range(3):
        try:
            if i == 1: continue
            if i == 2: return "ret"
        finally: print("fin", i)
print(tryret())
def nested():
    try:
        try: raise ValueError(1)
        finally: print("f1")
    except ValueError as e:
        try: raise TypeError(2)
        except TypeError as e2: print(repr(e2.__context__))
        print(e.args)
    else: print("no")
nested()
for i in range(3):
    if i == 5: break
else: print("for else")
while True:
    break
else: print("never")
class It:
    def __init__(self): self.i = 0
    def __iter__(self): return self
    def __next__(self):
        self.i += 1
        if self.i > 3: raise StopIteration
        return self.i
print(list(It()), sum(It()), 2 in It(), max(It()), [*It()], dict(zip(It(), "abc")))
g = (x * x for x in range(5)); print(next(g), list(g))
def deleg():
    r = yield from inner()
    print("r", r)
def inner():
    try:
        a = yield 1
        print("a", a)
        yield 2
    except GeneratorExit: print("exit"); raise
    except KeyError as e: print("ke", e); yield 99
    return "R"
d = deleg(); print(next(d), d.send("A")); print(d.throw(KeyError("x"))); print(list(d))
d = deleg(); next(d); d.close()
print([(a, b) for a in range(3) if a for b in range(a)], [[j for j in range(i)] for i in range(3)], {k: v for k, v in [("a", 1)]})
x = 1; del x
try: x
except NameError as e: print(e)
def loc():
    try: print(zz)
    except UnboundLocalError as e: print(e)
    zz = 1
loc()
print(__name__, loc.__name__, Base.__init__.__qualname__, Base.__module__, loc.__doc__, (lambda: 0).__name__)
assert True, "fine"
try: assert 1 == 2, "msg"
except AssertionError as e: print("assert", e)
global_v = 1
def setg():
    global global_v
    global_v += 1
setg(); print(global_v)
a = [1, 2, 3, 4, 5]; a[1:3] = [9]; a[::2] = [0, 0]; del a[0]; print(a); a *= 2; a += (7,); print(a)
print(1 if a else 2, 1 < 2 < 3, not 1, 1 and 0 or 5, None is None, [] is not [], 3 in a, 2 ** -1, 7 // -2, -7 % 3, 5 & 3 | 8 ^ 1, ~5, 1e3, 0x1F, 0b11, 0o7, 1_000)
class E1(Exception):
    def __init__(self, code, *a): super().__init__(code, *a); self.code = code
try: raise E1(5, "x")
except (KeyError, E1) as e: print(e, e.code, e.args, repr(e))
try: raise E1
except TypeError as e: print(e)
try:
    raise ExceptionGroup("eg", [ValueError(1)]) if False else ValueError("v")
except ValueError as e:
    e.add_note("note"); print(e.__notes__)
print(sorted(["b", "A", "c"], key=str.lower), sorted([(1, "b"), (1, "a")]), sorted({3: 1, 1: 2}))
