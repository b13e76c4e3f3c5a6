"""An object that stores its own bound method."""
import gc

gc.collect()
gc.disable()


class C:
    __slots__ = ("callback",)

    def method(self):
        pass


c = C()
c.callback = c.method
del c
print(gc.collect())
c = C()
c.callback = [c.method, c.method]
del c
print(gc.collect())
