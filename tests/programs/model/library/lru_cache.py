"""functools.lru_cache holds its results; its cache is visible."""
import gc
import weakref
from functools import lru_cache


class Value:
    pass


@lru_cache(maxsize=2)
def make(n):
    return Value()


refs = [weakref.ref(make(n)) for n in range(3)]
print([r() is not None for r in refs], make.cache_info())
print(make(1) is make(1), make.cache_info())
make.cache_clear()
print([r() is not None for r in refs], make.cache_info(), make.cache_parameters())
value = make(5)
print(any(value in gc.get_referents(r) or value is r for r in gc.get_referents(make)) or
      any(any(v is value for v in r.values()) for r in gc.get_referents(make) if isinstance(r, dict)))


class Service:
    @lru_cache
    def compute(self, n):
        return n * 2


s = Service()
print(s.compute(4), Service.compute.cache_info().currsize)
reference = weakref.ref(s)
del s
print(reference() is not None)
Service.compute.cache_clear()
print(reference() is None)
