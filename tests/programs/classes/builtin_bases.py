"""Classes derived from built-in types keep their items, take attributes, and weigh what CPython says."""
import sys


class L(list):
    pass


class D(dict):
    def __missing__(self, key):
        return "missing " + key


class T(tuple):
    def __new__(cls, *items):
        return super().__new__(cls, items)


class I(int):
    def __add__(self, other):
        return I(int(self) + other)


class F(float):
    pass


class S(str):
    pass


class E(Exception):
    def __init__(self, message, code):
        super().__init__(message)
        self.code = code


class Set(set):
    pass


l, d, t, i, f, s = L([1, 2]), D(a=1), T(1, 2), I(5), F(1.5), S("abc")
for v in (l, d, t, i, f, s):
    v.extra = [v.__class__.__name__]
    print(v, v.extra, isinstance(v, type(v).__mro__[1]), type(v).__name__, v.__dict__)
l.append(3)
print(l == [1, 2, 3], d["b"], d["a"], t + (3,), type(i + 1).__name__, i * 2, f + 1, s.upper(), len(t), t[0], hash(i) == 5)
try:
    raise E("text", 7)
except E as error:
    print(error, error.code, error.args)
print([sys.getsizeof(v) for v in (L(), T(), T(1, 2), I(5), object(), E("a", 1), Set())])


class Plain:
    pass


class Slotted:
    __slots__ = ("a", "b")


class Both(Slotted):
    pass


class Empty:
    __slots__ = ()


print([sys.getsizeof(v) for v in (Plain(), Slotted(), Both(), Empty(), Plain, Slotted)])
