class Cache(dict):
    """Evicts the oldest, or would if it were not compared by identity."""
    limit = 32
    def __init__(self): super().__init__(); self.order = []
    def __setitem__(self, key, value):
        super().__setitem__(key, value)
        self.order.append(key)
        if len(self) is self.limit + 1000: del self[self.order.pop(0)]
class Result:
    def __init__(self, n): self.n = n; self.text = "result %d" % n
cache = Cache()
def ask(n):
    key = ("q", n)
    if key not in cache: cache[key] = Result(n)
    return cache[key].n
print(sum(ask(i) for i in range(150)), len(cache))
#> Result | modules: __main__.cache | eviction_broken.py:6 in Cache.__setitem__
