"""A callback that makes objects, drops others and collects."""
import gc
import weakref


class C:
    pass


chain = []


def called(r):
    chain.append(len(chain))
    gc.collect()
    if chain[-1] < 3:
        c = C()
        refs.append(weakref.ref(c, called))


refs = []
c = C()
refs.append(weakref.ref(c, called))
del c
print(chain, [r() for r in refs])
