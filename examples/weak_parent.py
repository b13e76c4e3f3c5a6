"""The cure of cycle.py: a child knows its parent through a weak reference only.

What leaks:  nothing. A tree dies, by counting alone, when its last name goes.
What shows it:
    growth --from warm --to end     no growth, with the collector off
    weak references: `SELECT kind, count(*) FROM event WHERE kind LIKE 'weak%' GROUP BY kind`
"""

import gc
import weakref

import heapledger


class Node:
    def __init__(self, name, parent=None):
        self.name = name
        self.parent = weakref.ref(parent) if parent is not None else None
        self.children = []
        if parent is not None:
            parent.children.append(self)

    def path(self):
        parent = self.parent() if self.parent is not None else None
        return self.name if parent is None else parent.path() + "/" + self.name


def build(name):
    root = Node(name)
    leaf = Node("leaf", Node("branch", root))
    return leaf.path()


gc.disable()
paths = {build(f"tree{number}") for number in range(20)}
heapledger.snapshot("warm")
for number in range(200):
    assert build(f"tree{number % 20}") in paths
heapledger.snapshot("end")
branch = Node("branch", Node("root that nobody holds"))
print("a parent that is gone:", branch.parent())
print("paths:", sorted(paths)[:2])
print("found by the collector:", gc.collect())
