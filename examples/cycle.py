"""Parents and children that hold each other while the cycle collector is off.

What leaks:  nothing outside holds a dropped tree, but each Node's count stays above 0: the parent
             holds the list of its children, and each child holds its parent.
What shows it:
    growth --from warm --to end     Node grows by 600, though the program holds none of them
    referrers --object OID          a Node is held by nothing but its own tree
    collections                     one collection, on call, that finds them all
"""

import gc

import heapledger


class Node:
    def __init__(self, name, parent=None):
        self.name = name
        self.parent = parent
        self.children = []
        if parent is not None:
            parent.children.append(self)


def build(name):
    root = Node(name)
    for number in range(2):
        Node(f"{name}.{number}", root)
    return len(root.children)


gc.collect()
gc.disable()
built = sum(build(f"tree{number}") for number in range(20))
heapledger.snapshot("warm")
built += sum(build(f"tree{number}") for number in range(20, 220))
heapledger.snapshot("end")
print("children built:", built)
found = gc.collect()
print("garbage was found:", found > 0)
heapledger.snapshot("collected")
print("and it is gone:", gc.collect() == 0)
