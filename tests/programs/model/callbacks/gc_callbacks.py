"""gc.callbacks: phases and their information."""
import gc

gc.disable()
gc.collect()
seen = []


def callback(phase, info):
    seen.append((phase, sorted(info), info["generation"], info["collected"]))


gc.callbacks.append(callback)
l = []
l.append(l)
del l
gc.collect()
gc.collect(0)
gc.callbacks.clear()
gc.collect()
for entry in seen:
    print(entry)
