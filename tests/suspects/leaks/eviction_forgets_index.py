import collections
class Lru:
    def __init__(self, size): self.size = size; self.items = collections.OrderedDict(); self.meta = {}
    def put(self, key, value):
        self.items[key] = value
        self.meta[key] = {"hits": 0, "made": key}
        if len(self.items) > self.size: self.items.popitem(last=False)
cache = Lru(20)
for i in range(200): cache.put("k%d" % i, [i])
print(len(cache.items), len(cache.meta))
#> dict | modules: __main__.cache.meta | eviction_forgets_index.py:6 in Lru.put
