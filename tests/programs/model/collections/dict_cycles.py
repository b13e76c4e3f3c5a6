"""Dicts, sets and tuples in cycles."""
import gc

gc.collect()
gc.disable()
d = {}
d["d"] = d
d["list"] = [d]
del d
print(gc.collect())
l = []
t = (l,)
l.append(t)
del l, t
print(gc.collect())


class Hashable:
    __slots__ = ("group",)


h = Hashable()
h.group = {h}
del h
print(gc.collect())
h = Hashable()
h.group = frozenset([h])
del h
print(gc.collect())
