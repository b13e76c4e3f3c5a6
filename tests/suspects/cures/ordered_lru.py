from collections import OrderedDict
class Cache:
    def __init__(self, limit): self.limit = limit; self.data = OrderedDict()
    def put(self, k, v):
        self.data[k] = v
        if len(self.data) > self.limit: self.data.popitem(last=False)
class Blob:
    def __init__(self, n): self.payload = "x" * (100 + n)
cache = Cache(16)
for i in range(600): cache.put(i, Blob(i))
print(len(cache.data))
