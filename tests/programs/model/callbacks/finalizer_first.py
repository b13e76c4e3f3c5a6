"""The finalizer runs before weak references are cleared by counting."""
import weakref


class C:
    def __del__(self):
        print("del sees", reference() is self)


c = C()
reference = weakref.ref(c, lambda r: print("callback sees", r()))
del c
