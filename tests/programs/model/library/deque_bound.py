"""A bounded deque lets go of the oldest."""
import weakref
from collections import deque


class Event:
    def __init__(self, n):
        self.n = n

    def __del__(self):
        print("del", self.n)


log = deque(maxlen=2)
for n in range(4):
    log.append(Event(n))
log.appendleft(Event(9))
print([e.n for e in log])
log.clear()
print("end")
