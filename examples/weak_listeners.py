"""The cure of listeners.py: the bus holds WeakMethods and forgets the dead.

What leaks:  nothing. A closed window dies when its last name goes.
What shows it:
    growth --from warm --to end     Window does not grow
"""

import weakref

import heapledger


class Bus:
    def __init__(self):
        self.listeners = []
        self.windows = weakref.WeakSet()

    def subscribe(self, listener):
        self.listeners.append(weakref.WeakMethod(listener, self.listeners.remove))
        self.windows.add(listener.__self__)

    def publish(self, event):
        return sum(listener()(event) for listener in list(self.listeners))


class Window:
    def __init__(self, bus, title):
        self.title = title
        bus.subscribe(self.on_event)

    def on_event(self, event):
        return len(event)


bus = Bus()


def open_and_close(count):
    answers = 0
    for number in range(count):
        window = Window(bus, f"window {number}")
        answers += bus.publish("paint")
    return answers


print("answers:", open_and_close(30))
heapledger.snapshot("warm")
print("answers:", open_and_close(120))
heapledger.snapshot("end")
print("listeners:", len(bus.listeners), "windows:", len(bus.windows))
