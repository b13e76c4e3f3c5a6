"""gc.get_referrers and gc.get_referents."""
import gc

x = []
a, b = [x], {"x": x}
t = (x,)


class C:
    __slots__ = ("x",)


c = C()
c.x = x


def f():
    return x


def g(default=x):
    pass


found = gc.get_referrers(x)
print([any(r is s for r in found) for s in (a, b, t, c, globals())])
print(any(type(r) is tuple and r is g.__defaults__ for r in found))
print(gc.get_referents(a, b) == [x, "x", x] or gc.get_referents(a, b))
print(gc.get_referents(1, "s"), gc.get_referents(c)[0] is x, len(gc.get_referents(t)))
print(gc.get_referrers(), gc.get_referents())
print(len(gc.get_referrers(object())))
both = gc.get_referrers(a, b)
print(globals() in both)
