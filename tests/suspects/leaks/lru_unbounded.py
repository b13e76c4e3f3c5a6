import functools
class Row:
    def __init__(self, n): self.n = n; self.cells = list(range(n, n + 5))
@functools.lru_cache(maxsize=None)
def load(n):
    return Row(n)
for i in range(400): load(i)
print(load.cache_info().currsize)
#> Row | modules: __main__.load.cache | lru_unbounded.py:7 in <module>
