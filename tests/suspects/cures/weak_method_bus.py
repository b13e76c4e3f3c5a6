import weakref
class Bus:
    def __init__(self): self.refs = []
    def on(self, m): self.refs.append(weakref.WeakMethod(m)); self.refs = [r for r in self.refs if r() is not None]
class L:
    def __init__(self, bus): bus.on(self.hear)
    def hear(self): pass
bus = Bus()
def f(): L(bus)
for i in range(400): f()
print(len(bus.refs))
