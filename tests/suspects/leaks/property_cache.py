class Document:
    _cache = {}
    def __init__(self, n): self.n = n
    @property
    def words(self):
        if self not in Document._cache:
            Document._cache[self] = ["word%d" % k for k in range(self.n % 5 + 3)]
        return Document._cache[self]
def process(n):
    return len(Document(n).words)
print(sum(process(i) for i in range(250)))
#> list | modules: __main__.Document._cache | property_cache.py:7 in Document.words
