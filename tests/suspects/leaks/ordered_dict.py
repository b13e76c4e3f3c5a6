from collections import OrderedDict
class Cache:
    def __init__(self, limit): self.limit = limit; self.data = OrderedDict()
    def put(self, k, v):
        self.data[k] = v
        self.data.move_to_end(k)     # forgot: popitem(last=False)
class Blob:
    def __init__(self, n): self.payload = "x" * (100 + n)
cache = Cache(16)
for i in range(400): cache.put(i, Blob(i))
print(len(cache.data))
#> Blob | modules: __main__.cache.data | ordered_dict.py:5 in Cache.put
