import functools
class Report:
    def __init__(self, n): self.rows = [n] * 30
    @functools.lru_cache(maxsize=None)
    def total(self): return sum(self.rows)
def handle(n): return Report(n).total()
print(sum(handle(i) for i in range(300)))
#> tuple | modules: __main__.Report.total.cache | cache_on_method.py:6 in handle
