"""Classes as programs write them."""


class Meta(type):
    def __new__(mcs, name, bases, namespace, **kw):
        print("new", name, [b.__name__ for b in bases], sorted(k for k in namespace if not k.startswith("__")), kw)
        return super().__new__(mcs, name, bases, namespace)

    def __init__(cls, name, bases, namespace, **kw):
        super().__init__(name, bases, namespace)

    @classmethod
    def __prepare__(mcs, name, bases, **kw):
        return {"prepared": True}

    def __call__(cls, *args):
        print("call", cls.__name__, args)
        return super().__call__(*args)


class A(metaclass=Meta, option=1):
    attribute = 5

    def __init__(self, v=0):
        self.v = v


class B(A):
    pass


print(B(3).v, B.prepared, type(B).__name__, B.__mro__)


class Hook:
    registry = []

    def __init_subclass__(cls, /, tag=None, **kw):
        super().__init_subclass__(**kw)
        Hook.registry.append((cls.__name__, tag))


class H1(Hook, tag="one"):
    pass


class H2(H1):
    pass


print(Hook.registry)


class Field:
    def __set_name__(self, owner, name):
        self.name = "_" + name
        print("set_name", owner.__name__, name)

    def __get__(self, instance, owner):
        if instance is None:
            return self
        return getattr(instance, self.name, "unset")

    def __set__(self, instance, value):
        if value < 0:
            raise ValueError("negative")
        setattr(instance, self.name, value)

    def __delete__(self, instance):
        delattr(instance, self.name)


class Model:
    x = Field()
    y = Field()


m = Model()
m.x = 3
print(m.x, m.y, m.__dict__, isinstance(Model.x, Field))
try:
    m.y = -1
except ValueError as e:
    print(e)
del m.x
print(m.x)


class Slotted:
    __slots__ = ("a", "b")

    def __init__(self):
        self.a = 1


s = Slotted()
print(s.a, hasattr(s, "b"), hasattr(s, "__dict__"))
for action in ("s.c = 1", "s.b"):
    try:
        exec(action)
    except AttributeError as e:
        print(e)


class Vector:
    def __init__(self, *values):
        self.values = list(values)

    def __repr__(self):
        return f"Vector({', '.join(map(repr, self.values))})"

    def __eq__(self, other):
        if not isinstance(other, Vector):
            return NotImplemented
        return self.values == other.values

    def __hash__(self):
        return hash(tuple(self.values))

    def __add__(self, other):
        return Vector(*(a + b for a, b in zip(self.values, other.values)))

    def __radd__(self, other):
        return self if other == 0 else NotImplemented

    def __iadd__(self, other):
        self.values = [a + b for a, b in zip(self.values, other.values)]
        return self

    def __mul__(self, n):
        return Vector(*(v * n for v in self.values))

    __rmul__ = __mul__

    def __neg__(self):
        return self * -1

    def __len__(self):
        return len(self.values)

    def __bool__(self):
        return any(self.values)

    def __getitem__(self, i):
        return Vector(*self.values[i]) if isinstance(i, slice) else self.values[i]

    def __setitem__(self, i, v):
        self.values[i] = v

    def __delitem__(self, i):
        del self.values[i]

    def __contains__(self, v):
        return v in self.values

    def __iter__(self):
        return iter(self.values)

    def __call__(self, f):
        return Vector(*map(f, self.values))

    def __lt__(self, other):
        return self.values < other.values

    def __format__(self, spec):
        return "<" + "|".join(format(v, spec) for v in self.values) + ">"

    def __matmul__(self, other):
        return sum(a * b for a, b in zip(self, other))


v, w = Vector(1, 2), Vector(3, 4)
print(v + w, v * 2, 3 * v, -v, len(v), v == Vector(1, 2), v != w, v == 5, bool(Vector(0)), v[0], v[:1])
print(sum([v, w]), v @ w, v(lambda x: x * 10), 2 in v, list(v), f"{v:03d}", sorted([w, v]), {v: 1}[Vector(1, 2)])
u = v
u += w
print(u is v, v)
v[0] = 9
del v[1]
print(v, max(v, w), v > w)
try:
    v + 1
except AttributeError as e:
    print(e)
try:
    v - w
except TypeError as e:
    print(e)


class Temperature:
    def __init__(self, c):
        self._c = c

    @property
    def f(self):
        "fahrenheit"
        return self._c * 9 / 5 + 32

    @f.setter
    def f(self, value):
        self._c = (value - 32) * 5 / 9

    @f.deleter
    def f(self):
        print("deleted")

    @staticmethod
    def freezing():
        return 0

    @classmethod
    def boiling(cls):
        return cls(100)


t = Temperature(100)
t.f = 32
print(t.f, t._c, Temperature.freezing(), Temperature.boiling().f, Temperature.f.__doc__)
del t.f
try:
    Temperature(1).freezing = 2
    Temperature.nothing
except AttributeError as e:
    print(e)


class Lazy:
    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return name.upper()

    def __setattr__(self, name, value):
        print("setting", name)
        object.__setattr__(self, name, value)

    def __delattr__(self, name):
        print("deleting", name)
        object.__delattr__(self, name)


z = Lazy()
z.a = 1
print(z.a, z.missing)
del z.a


class X:
    def f(self):
        return "X"


class Y(X):
    def f(self):
        return "Y" + super().f()


class Z(X):
    def f(self):
        return "Z" + super().f()


class YZ(Y, Z):
    def f(self):
        return "YZ" + super().f()


print(YZ().f(), [c.__name__ for c in YZ.mro()], issubclass(YZ, X), isinstance(YZ(), (int, Z)))
try:
    class Bad(X, Y):
        pass
except TypeError as e:
    print(e)
Dynamic = type("Dynamic", (X,), {"g": lambda self: self.f() * 2})
print(Dynamic().g(), Dynamic.__name__, Dynamic.__bases__)
print(Vector.__name__, Vector.__qualname__, Vector.__module__, Vector.__add__.__qualname__, type(Vector.__add__), v.__class__)


def decorate(cls):
    cls.extra = "yes"
    return cls


def repeat(n):
    def wrap(f):
        def inner(*a):
            return [f(*a)] * n
        return inner
    return wrap


@decorate
class Decorated:
    @repeat(2)
    def f(self, x):
        return x

    @staticmethod
    @repeat(3)
    def g():
        return 0


print(Decorated.extra, Decorated().f(1), Decorated.g())


class Context:
    class Inner:
        value = 1

        def name(self):
            return type(self).__qualname__


print(Context.Inner().name(), repr(Context.Inner).split(".", 1)[1])
obj = object()
print(type(obj), obj == obj, callable(obj), callable(Vector), getattr(v, "zz", "default"))
try:
    object().x = 1
except AttributeError as e:
    print(e)
try:
    Vector.__init__()
except TypeError as e:
    print(e)


class Number(int):
    def __new__(cls, v):
        return super().__new__(cls, v * 2)

    def __add__(self, other):
        return Number(int(self) + int(other))


print(Number(4), Number(1) + 3, Number(2) * 3, isinstance(Number(1), int), type(Number(1) + 1).__name__)


class Stack(list):
    def push(self, x):
        self.append(x)
        return self


print(Stack([1]).push(2), len(Stack()), Stack("ab")[0])


class Default(dict):
    def __missing__(self, key):
        return f"no {key}"


print(Default(a=1)["a"], Default()["b"], Default().get("c"))
