"""Values that die while the dictionary is iterated."""
import weakref


class V:
    pass


d = weakref.WeakValueDictionary()
keep = {i: V() for i in range(5)}
d.update(keep)
seen = []
for key in d:
    seen.append(key)
    keep.pop(key + 1, None)
print(seen, sorted(d), len(d))
items = d.items()
first = next(items)[0]
keep.clear()
print(first, list(items), len(d))
