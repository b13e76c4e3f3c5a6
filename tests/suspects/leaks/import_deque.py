import asyncio, collections, dataclasses, enum, operator, typing
@dataclasses.dataclass
class Event:
    name: str
    size: int
class Bus:
    def __init__(self): self.history = collections.deque()
    def send(self, event): self.history.append(event)
bus = Bus()
for i in range(150): bus.send(Event("event %d" % i, i))
print(sum(map(operator.attrgetter("size"), bus.history)))
#> Event | modules: __main__.bus.history | import_deque.py:8 in Bus.send
