"""Class creation: order, metaclasses, hooks, slots, and the errors that go with them."""


class A:
    pass


class B(A):
    pass


class C(A):
    pass


class D(B, C):
    pass


print([c.__name__ for c in D.__mro__], D.__bases__, D.__base__, A.__subclasses__())
print(issubclass(D, A), isinstance(D(), (int, C)), type(D()) is D, D.__name__, D.__qualname__, D.__module__)


class Meta(type):
    def __new__(metaclass, name, bases, namespace, **keywords):
        print("new", name, keywords)
        return super().__new__(metaclass, name, bases, namespace)

    def __init__(cls, name, bases, namespace, **keywords):
        print("init", name)
        super().__init__(name, bases, namespace)

    def __call__(cls, *args):
        print("call", cls.__name__)
        return super().__call__(*args)

    def __prepare__(name, bases, **keywords):
        print("prepare", name)
        return {"prepared": True}

    def __instancecheck__(cls, value):
        return value == 1

    @property
    def title(cls):
        return "title of " + cls.__name__


class M(metaclass=Meta, option=3):
    x = 1


print(M().x, M.prepared, M.title, isinstance(1, M), isinstance(2, M), type(M) is Meta)


class Base:
    def __init_subclass__(cls, /, tag=None, **keywords):
        super().__init_subclass__(**keywords)
        cls.tag = tag
        print("subclass", cls.__name__, tag)


class Tagged(Base, tag="t"):
    pass


class Field:
    def __set_name__(self, owner, name):
        print("set_name", owner.__name__, name)
        self.name = name

    def __get__(self, instance, owner):
        return (self.name, instance is None, owner.__name__)

    def __set__(self, instance, value):
        print("set", value)

    def __delete__(self, instance):
        print("delete")


class Owner:
    field = Field()


o = Owner()
o.field = 3
del o.field
print(o.field, Owner.field)


class Slots:
    __slots__ = ("b", "a", "__private")

    def __init__(self):
        self.a = 1
        self.__private = 2


s = Slots()
print(s.a, Slots.a, Slots.__slots__, hasattr(s, "__dict__"), sorted(n for n in dir(s) if "private" in n))


class More(Slots):
    __slots__ = ["c", "__dict__"]


m = More()
m.c, m.d = 3, 4
print(m.c, m.d, m.__dict__, m.a)


def attempt(function):
    try:
        print(function())
    except Exception as error:
        print(type(error).__name__, error)


class One(type):
    pass


class Two(type):
    pass


attempt(lambda: s.b)
attempt(lambda: setattr(s, "z", 1))
attempt(lambda: type("X", (A, B), {}))
attempt(lambda: type("X", (A, A), {}))
attempt(lambda: type("X", (One("P", (), {}), Two("Q", (), {})), {}))
attempt(lambda: type("X", (int, str), {}))
attempt(lambda: type("X", (bool,), {}))
attempt(lambda: type("X", (1,), {}))
attempt(lambda: type("X", (), {"__slots__": ("a",), "a": 1}))
attempt(lambda: type("X", (tuple,), {"__slots__": ("a",)}))
attempt(lambda: type("X", (), {"__slots__": ("a b",)}))
attempt(lambda: type("X", (), {}, x=1))
attempt(lambda: A(1))
attempt(lambda: A.missing)
attempt(lambda: setattr(int, "x", 1))
attempt(lambda: delattr(A, "x"))
attempt(lambda: setattr(A(), "__class__", Slots))
attempt(lambda: int[0])
attempt(lambda: list.append(1, 2))
attempt(lambda: list.__len__(1))
attempt(lambda: object.__new__(int))
attempt(lambda: issubclass(1, int))
attempt(lambda: isinstance(1, 2))


class Parent:
    def who(self):
        return "parent"

    @classmethod
    def make(cls):
        return cls.__name__

    @staticmethod
    def plain(x):
        return x * 2


class Child(Parent):
    def who(self):
        return "child of " + super().who() + super(Child, self).who()

    @classmethod
    def make(cls):
        return "made " + super().make()


print(Child().who(), Child.make(), Child.plain(4), Child().plain(5), Parent.who(Child()))


class Attributes:
    def __getattr__(self, name):
        if name == "missing":
            raise AttributeError(name)
        return "got " + name

    def __setattr__(self, name, value):
        print("setattr", name)
        object.__setattr__(self, name, value)

    def __delattr__(self, name):
        print("delattr", name)
        super().__delattr__(name)


t = Attributes()
t.x = 1
print(t.x, t.y, hasattr(t, "missing"))
del t.x
print(t.x)


class Watched:
    def __getattribute__(self, name):
        return name.upper() if name != "real" else object.__getattribute__(self, name)


w = Watched()
w.real = 5
print(w.anything, w.real)


class P:
    @property
    def v(self):
        "doc of v"
        return self._v

    @v.setter
    def v(self, value):
        self._v = value

    @v.deleter
    def v(self):
        del self._v

    @property
    def read(self):
        return 1


p = P()
p.v = 3
print(p.v, P.v.__doc__, P.v.fget.__name__)
del p.v
attempt(lambda: p.v)
attempt(lambda: setattr(p, "read", 1))
attempt(lambda: delattr(p, "read"))
A.late = lambda self: "late"
print(D().late(), A.__dict__.get("late") is not None)


class Abstract:
    def __class_getitem__(cls, item):
        return f"{cls.__name__}[{item}]"


print(Abstract[3], type(Abstract.__dict__["__class_getitem__"]).__name__)
print({k: v for k, v in A.__dict__.items() if k in ("__module__", "__doc__")}, type(A.__dict__).__name__)
