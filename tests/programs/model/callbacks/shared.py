"""A reference without callback is shared, one with is not."""
import weakref


class C:
    pass


c = C()
r1, r2 = weakref.ref(c), weakref.ref(c)
r3, r4 = weakref.ref(c, print), weakref.ref(c, print)
print(r1 is r2, r3 is r4, r1 is r3, r3 == r4, weakref.getweakrefcount(c))


class Sub(weakref.ref):
    pass


print(Sub(c) is Sub(c), Sub(c) == r1, isinstance(Sub(c), weakref.ref), weakref.getweakrefcount(c))
p1, p2 = weakref.proxy(c), weakref.proxy(c)
print(p1 is p2, weakref.getweakrefcount(c))
del r1, r2, r3, r4
print(weakref.getweakrefcount(c))
