"""DEBUG_SAVEALL keeps what would have been freed."""
import gc

gc.disable()
gc.collect()
gc.set_debug(gc.DEBUG_SAVEALL)
l = [1]
l.append(l)
d = {"l": [2]}
d["d"] = d
del l, d
print(gc.collect(), len(gc.garbage), sorted(type(g).__name__ for g in gc.garbage))
gc.set_debug(0)
gc.garbage.clear()
print(gc.collect(), gc.garbage)
print(gc.DEBUG_STATS, gc.DEBUG_COLLECTABLE, gc.DEBUG_UNCOLLECTABLE, gc.DEBUG_SAVEALL, gc.DEBUG_LEAK)
