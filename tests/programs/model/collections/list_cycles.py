"""Lists in themselves and in each other."""
import gc

gc.collect()
gc.disable()
a = []
a.append(a)
print(gc.collect())
del a
print(gc.collect())
a, b = [], []
a.append(b)
b.append(a)
del a, b
print(gc.collect())
ring = [[] for _ in range(10)]
for i in range(10):
    ring[i].append(ring[(i + 1) % 10])
keep = ring[0]
del ring, i
print(gc.collect())
del keep
print(gc.collect(), gc.collect())
