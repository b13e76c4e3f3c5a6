import weakref
class Bus:
    def __init__(self): self.l = weakref.WeakSet()
class V:
    def __init__(self, bus, n): self.n = n; bus.l.add(self)
bus = Bus()
def f(n): V(bus, n)
for i in range(500): f(i)
print(len(bus.l))
