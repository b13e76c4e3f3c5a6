"""Elements that die while the set is iterated."""
import weakref


class E:
    pass


keep = [E() for _ in range(6)]
s = weakref.WeakSet(keep)
count = 0
for e in s:
    count += 1
    if count == 1:
        keep = [e]
        del e
print(count, len(s), len(keep))
