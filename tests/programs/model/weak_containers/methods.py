"""WeakMethod."""
import weakref


class C:
    def m(self):
        return "called"

    @classmethod
    def k(cls):
        pass


c = C()
r = weakref.WeakMethod(c.m, lambda r: print("died", r() is None))
print(r()(), r() == c.m, weakref.ref(c.m)() is None, r == weakref.WeakMethod(c.m), hash(r) == hash(c.m.__self__) or True)
del c
print(r())
try:
    weakref.WeakMethod(len)
except TypeError as error:
    print(error)
try:
    weakref.WeakMethod(5)
except TypeError as error:
    print(error)
