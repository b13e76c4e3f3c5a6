"""A weak reference that died before its target does not call."""
import weakref


class C:
    pass


c = C()
r = weakref.ref(c, lambda r: print("never"))
del r
del c
c = C()
r = weakref.ref(c, lambda r: print("called", r() is None))
del c
print("end")
