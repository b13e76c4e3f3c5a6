"""Event listeners held through bound methods.

What leaks:  a Window that is closed stays alive, because the bus still holds its bound method
             `self.on_event`, and a bound method holds its self.
What shows it:
    survivors --from warm --to end --type Window    120 closed windows
    referrers --object OID                          a bound method, its label __self__
"""

import heapledger


class Bus:
    def __init__(self):
        self.listeners = []

    def subscribe(self, listener):
        self.listeners.append(listener)

    def publish(self, event):
        return sum(listener(event) for listener in self.listeners)


class Window:
    def __init__(self, bus, title):
        self.title = title
        self.seen = 0
        bus.subscribe(self.on_event)

    def on_event(self, event):
        self.seen += 1
        return len(event)

    def close(self):
        self.title = None  # and the subscription stays


bus = Bus()


def open_and_close(count):
    for number in range(count):
        window = Window(bus, f"window {number}")
        bus.publish("paint")
        window.close()


open_and_close(30)
heapledger.snapshot("warm")
open_and_close(120)
heapledger.snapshot("end")
print("listeners:", len(bus.listeners))
print("answers:", bus.publish("quit"))
