"""Each slot of a container is one reference."""
import sys

x = object()
l = [x] * 5
t = (x, x)
d = {x: x, "k": x}
s = {x}
print(sys.getrefcount(x))
l.pop()
del l[0]
l[0] = None
d.pop("k")
s.discard(x)
print(sys.getrefcount(x))
l += [x, x]
l.extend(t)
l.insert(0, x)
print(sys.getrefcount(x))
l.remove(x)
l[:] = []
d.clear()
del t
print(sys.getrefcount(x))
