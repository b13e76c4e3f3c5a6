"""Plain instances: each is two objects with its dict, as the memory model says."""
import gc

gc.collect()
gc.disable()


class Node:
    def __init__(self):
        self.__dict__["other"] = None


a, b = Node(), Node()
a.other, b.other = b, a
del a, b
print(gc.collect())
a = Node()
a.other = a
del a
print(gc.collect())
a = Node()
a.list = [a]
del a
print(gc.collect())
