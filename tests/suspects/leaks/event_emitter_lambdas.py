class Emitter:
    def __init__(self): self.handlers = {}
    def on(self, name, f): self.handlers.setdefault(name, []).append(f)
    def emit(self, name, x):
        for f in self.handlers.get(name, ()): f(x)
bus = Emitter()
class Widget:
    def __init__(self, n):
        self.n = n; self.value = [0] * 20
        bus.on("tick", lambda x: self.tick(x))
    def tick(self, x): self.value[0] += x
def page(n):
    w = Widget(n)
    bus.emit("tick", 1)
for i in range(100): page(i)
print("ok")
#> function | modules: __main__.bus.handlers['tick'] | event_emitter_lambdas.py:3 in Emitter.on
