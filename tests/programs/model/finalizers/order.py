"""Finalizers of a cycle run before anything of it is cleared, oldest object first."""
import gc

gc.disable()
gc.collect()


class Node:
    def __init__(self, name):
        self.name = name
        self.others = []

    def __del__(self):
        print("del", self.name, [other.name for other in self.others])


nodes = [Node(str(i)) for i in range(4)]
for node in nodes:
    node.others = [other for other in nodes if other is not node]
del node, nodes
print(gc.collect() > 0)
