import weakref
class Image:
    def __init__(self, n): self.n = n; self.pixels = [n] * 50
cache = weakref.WeakValueDictionary()
recent = []
def load(n):
    image = cache.get(n)
    if image is None:
        image = cache[n] = Image(n)
    recent.append(image)
    return image
for i in range(200): load(i)
print(len(cache))
#> Image | modules: __main__.recent | weak_values_held.py:10 in load
