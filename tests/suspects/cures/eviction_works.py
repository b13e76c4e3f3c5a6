import collections
class Lru:
    def __init__(self, size): self.size = size; self.items = collections.OrderedDict(); self.meta = {}
    def put(self, key, value):
        self.items[key] = value
        self.meta[key] = {"hits": 0, "made": key}
        if len(self.items) > self.size: del self.meta[self.items.popitem(last=False)[0]]
cache = Lru(60)
for i in range(400): cache.put("k%d" % i, [i])
print(len(cache.items), len(cache.meta))
