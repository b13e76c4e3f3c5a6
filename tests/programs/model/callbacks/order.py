"""Callbacks of weak references run newest first."""
import weakref


class C:
    pass


c = C()
refs = [weakref.ref(c, lambda r, n=n: print("callback", n)) for n in range(4)]
del refs[1]
del c
print([r() for r in refs])
