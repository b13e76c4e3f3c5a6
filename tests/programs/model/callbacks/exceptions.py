"""An exception in a callback is reported and does not stop the others."""
import weakref


class C:
    pass


def bad(r):
    raise ValueError("callback")


c = C()
refs = [weakref.ref(c, lambda r: print("good 1")), weakref.ref(c, bad), weakref.ref(c, lambda r: print("good 2"))]
del c
print("end")
