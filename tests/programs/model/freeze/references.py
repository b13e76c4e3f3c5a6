"""Garbage that a frozen object holds is not garbage."""
import gc
import weakref

gc.disable()
gc.collect()


class C:
    pass


holder = C()
gc.freeze()
c = C()
c.me = c
reference = weakref.ref(c)
holder.c = c
del c
print(gc.collect(), reference() is not None)
del holder.c
print(gc.collect() > 0, reference() is None)
del holder
gc.unfreeze()
print(gc.collect() >= 0)
