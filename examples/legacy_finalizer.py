"""A cycle whose objects have finalizers, as Python before 3.4 saw it.

Run it with --legacy-finalizers: then __del__ in a cycle makes it uncollectable, as it was before
PEP 442, and the pair waits in gc.garbage for ever. Without that option each finalizer runs once
and the cycle is freed.

What leaks:  both Handles of each pair, with --legacy-finalizers.
What shows it:
    collections     the column uncollectable
    suspects        gc.garbage, which holds them
"""

import gc


class Handle:
    closed = 0

    def __init__(self):
        self.peer = None

    def __del__(self):
        Handle.closed += 1


def pair():
    left, right = Handle(), Handle()
    left.peer, right.peer = right, left


for _ in range(100):
    pair()
gc.collect()
print("closed:", Handle.closed, "garbage:", len(gc.garbage))
