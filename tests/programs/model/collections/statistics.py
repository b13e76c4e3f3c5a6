"""gc.get_stats() adds up what the collections found."""
import gc

gc.disable()
gc.collect()
before = gc.get_stats()
for _ in range(3):
    l = []
    l.append(l)
    l = None
    gc.collect(0)
l = []
l.append(l)
del l
gc.collect()
after = gc.get_stats()
for old, new in zip(before, after):
    print({key: new[key] - old[key] for key in sorted(new)})
