"""Frozen objects still die by counting."""
import gc


class Loud:
    def __del__(self):
        print("del")


x = [Loud()]
gc.freeze()
before = gc.get_freeze_count()
del x
print(gc.get_freeze_count() < before)
gc.unfreeze()
