"""An attribute is a reference of the instance's dict or slot."""
import sys


class Plain:
    pass


class Slotted:
    __slots__ = ("a", "b")


x = []
p, s = Plain(), Slotted()
p.a = x
s.a = s.b = x
Plain.shared = x
print(sys.getrefcount(x))
del p.a
s.b = None
print(sys.getrefcount(x))
del s, Plain.shared
print(sys.getrefcount(x))
p.__dict__["a"] = x
print(sys.getrefcount(x), sys.getrefcount(p))
p.a = p
print(sys.getrefcount(p))
p.__dict__.clear()
print(sys.getrefcount(x), sys.getrefcount(p))
