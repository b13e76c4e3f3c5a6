class Subject:
    def __init__(self): self.observers = {}
    def attach(self, kind, observer): self.observers.setdefault(kind, set()).add(observer)
class Screen:
    def __init__(self, bus, n):
        self.n = n
        self.items = ["item %d" % k for k in range(3)]
        bus.attach("paint" if n % 2 else "key", self.handle)
        bus.attach("close", self.handle)
    def handle(self): return self.n
bus = Subject()
for i in range(100): Screen(bus, i)
print(sorted((k, len(v)) for k, v in bus.observers.items()))
#> Screen | modules: __main__.bus.observers['close'] | two_level_listener.py:3 in Subject.attach
#> method | modules: __main__.bus.observers['close'] | two_level_listener.py:3 in Subject.attach
