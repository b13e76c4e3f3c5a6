"""gc.freeze puts everything into the permanent generation."""
import gc

gc.disable()
gc.collect()
print(gc.get_freeze_count())
x = []
x.append(x)
gc.freeze()
frozen = gc.get_freeze_count()
print(frozen > 0, any(o is x for o in gc.get_objects()))
del x
print(gc.collect(), gc.get_freeze_count() == frozen)
y = []
y.append(y)
del y
print(gc.collect())
gc.unfreeze()
print(gc.get_freeze_count(), gc.collect())
