"""Names: local, cell, free, global, class scopes, mangling, comprehensions."""
x = "global"


def outer():
    x = "outer"

    def inner():
        nonlocal x
        x = "changed"
        return x

    def reader():
        return x

    print(inner(), reader(), x)

    class C:
        x = "class"
        y = x
        z = [x for _ in range(1)]

        def m(self):
            return x

    print(C.x, C.y, C.z, C().m())
    del x
    try:
        reader()
    except NameError as e:
        print(e)


outer()


def set_global():
    global x, fresh
    x = "set"
    fresh = 1


set_global()
print(x, fresh)


def unbound():
    try:
        print(v)
    except UnboundLocalError as e:
        print(e)
    v = 1
    del v
    try:
        v
    except UnboundLocalError as e:
        print(e)


unbound()
functions = [lambda: i for i in range(3)]
print([f() for f in functions])
functions = [lambda i=i: i for i in range(3)]
print([f() for f in functions])


class Account:
    __count = 0

    def __init__(self):
        self.__secret = 1
        Account.__count += 1

    def get(self):
        return self.__secret, self.__count

    def __private(self):
        return "private"

    def call(self):
        return self.__private()


a = Account()
print(a.get(), a._Account__secret, sorted(a.__dict__), a.call(), hasattr(a, "__secret"))


class Base:
    def who(self):
        return "base"

    @classmethod
    def make(cls):
        return cls()


class Derived(Base):
    def who(self):
        return "derived of " + super().who()

    def nested(self):
        return [super(Derived, self).who() for _ in range(2)]

    @classmethod
    def make(cls):
        return super().make()

    @property
    def cls(self):
        return __class__


print(Derived.make().who(), Derived().nested(), Derived().cls)
print([(i, j) for i in range(3) for j in range(i) if (i + j) % 2], {i: i * i for i in range(3)}, sorted({c for c in "aab"}))
print(list(x * y for x in [1, 2] for y in [3, 4]))
print([[j for j in range(i)] for i in range(3)])


def counter():
    n = 0

    def step():
        nonlocal n
        n += 1
        return n

    return step


c = counter()
print(c(), c(), counter()(), c.__closure__[0].cell_contents, c.__code__.co_freevars)


def many(a, b=2, /, c=3, *args, d, e=5, **kw):
    return a, b, c, args, d, e, kw


print(many(1, d=4), many(1, 2, 3, 4, 5, d=6, f=7))
for bad in ("many()", "many(1)", "many(1, a=2, d=3)", "many(1, d=1, c=2, b=3)"):
    try:
        print(eval(bad))
    except TypeError as e:
        print(e)
print(many.__defaults__, many.__kwdefaults__, many.__name__, many.__code__.co_varnames)


def annotated(a: int, *args: str, k: "list[int]" = None, **kw: dict) -> float:
    local: int = 3
    other: str
    return local


print(annotated.__annotations__, annotated(1))
top: int = 5
undefined: str
print(__annotations__)


class Typed:
    a: int = 1
    b: "str"
    __private: float


print(Typed.__annotations__)
exec("made = x + '!'")
print(made, eval("top + 1"), eval("a + b", {"a": 1, "b": 2}))
space = {}
exec("def f(n):\n    return n * 2\nresult = f(21)", space)
print(space["result"], sorted(k for k in space if k[0] != "_"))
print((lambda *a, **k: (a, k))(1, z=2), (lambda: (yield))().__class__.__name__)
del top
try:
    top
except NameError as e:
    print(e)


def g():
    yield from [1, 2]
    r = yield from h()
    print("got", r)


def h():
    x = yield 3
    return x


gen = g()
print(next(gen), next(gen), next(gen))
try:
    gen.send("sent")
except StopIteration:
    print("stop")
print(__name__, __doc__)
