"""If a finalizer resurrects one object of a cycle, all that it reaches lives."""
import gc
import weakref

gc.disable()
gc.collect()
saved = []


class Saver:
    def __del__(self):
        saved.append(self)


class Other:
    pass


s, o = Saver(), Other()
s.other, o.other = o, s
reference = weakref.ref(o)
del s, o
print(gc.collect(), len(saved), reference() is None, saved[0].other.other is saved[0])
saved.clear()
print(gc.collect() > 0, len(saved))
