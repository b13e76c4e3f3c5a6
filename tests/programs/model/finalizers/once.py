"""A finalizer runs once in an object's life."""
import gc

saved = []


class Phoenix:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("del", self.name)
        saved.append(self)


Phoenix("a")
print(len(saved), gc.is_finalized(saved[0]))
saved.clear()
print("gone", len(saved))
p = Phoenix("b")
p.me = p
del p
gc.collect()
print(len(saved))
saved.clear()
print(gc.collect() > 0, len(saved))
