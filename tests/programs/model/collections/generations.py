"""Objects that survive move to the next generation."""
import gc

gc.collect()
gc.disable()


def generation_of(value):
    return [g for g in range(3) if any(thing is value for thing in gc.get_objects(g))]


x = []
print(generation_of(x))
gc.collect(0)
print(generation_of(x))
gc.collect(1)
print(generation_of(x))
gc.collect(2)
print(generation_of(x))
y = [x]
gc.collect(1)
print(generation_of(y), generation_of(x))
old = []
gc.collect()
old.append(old)
del old
print(gc.collect(0), gc.collect(1), gc.collect(2))
