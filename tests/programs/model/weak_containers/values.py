"""WeakValueDictionary."""
import weakref


class V:
    def __init__(self, n):
        self.n = n

    def __repr__(self):
        return f"V{self.n}"


d = weakref.WeakValueDictionary()
keep = [V(i) for i in range(4)]
for v in keep:
    d[v.n] = v
d["temporary"] = V(9)
print(len(d), sorted(d), d[2], 3 in d, "temporary" in d, d.get(9), d.get(9, "none"))
keep.pop()
del v
print(sorted(d.items()), sorted(d.values(), key=repr), list(d.keys()))
print(d.pop(0), d.pop(0, "none"), d.setdefault(5, keep[1]), len(d))
for r in d.valuerefs():
    print(r())
del d[5]
print(sorted(d.copy()), d == {1: keep[1], 2: keep[2]})
d.clear()
print(len(d), bool(d))
for bad in (lambda: d["x"], lambda: d.pop("x"), lambda: d.popitem(), lambda: d.__setitem__(1, 5)):
    try:
        bad()
    except (KeyError, TypeError) as error:
        print(type(error).__name__, error)
