"""A weak reference outside the garbage calls, one inside does not."""
import gc
import weakref

gc.disable()
gc.collect()


class C:
    pass


a = C()
a.me = a
outside = weakref.ref(a, lambda r: print("outside called", r() is None))
a.inside = weakref.ref(a, lambda r: print("inside called"))
del a
print(gc.collect() > 0, outside())
