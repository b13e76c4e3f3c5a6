"""An object to look for: show() takes a snapshot and prints the types of what gc.get_referrers finds.

Frames are left out: the call of show() itself is among them.
"""

import gc
import heapledger


class Marked:
    def method(self):
        return self


def show(marked):
    heapledger.snapshot("here")
    holders = [holder for holder in gc.get_referrers(marked) if type(holder).__name__ != "frame"]
    print(*sorted(type(holder).__name__ for holder in holders))
