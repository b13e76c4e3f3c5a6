import functools
class Row:
    def __init__(self, n): self.n = n
@functools.lru_cache(maxsize=32)
def load(n): return Row(n)
for i in range(600): load(i)
print(load.cache_info().currsize)
