"""A registry in a class attribute that collects every instance ever made.

What leaks:  each Job, through the list Job.registry, which __init__ appends to and nobody empties;
             each plug-in class, through the dict that __init_subclass__ fills.
What shows it:
    growth --from warm --to end     Job grows by 250, type by 25
    referrers --object OID          the list, its index, the line in __init__
"""

import heapledger


class Plugin:
    known = {}

    def __init_subclass__(cls, **keywords):
        super().__init_subclass__(**keywords)
        Plugin.known[cls.__name__] = cls


class Job:
    registry = []

    def __init__(self, number, plugin):
        self.number = number
        self.plugin = plugin
        Job.registry.append(self)

    def run(self):
        return self.plugin().work(self.number)


def make_plugin(number):
    return type(f"Plugin{number}", (Plugin,), {"work": lambda self, value: value + number})


def work(first, last):
    total = 0
    for number in range(first, last):
        plugin = make_plugin(number)
        for _ in range(10):
            total += Job(number, plugin).run()
    return total


total = work(0, 5)
heapledger.snapshot("warm")
total += work(5, 30)
heapledger.snapshot("end")
print("jobs done:", len(Job.registry), "sum:", total)
print("plug-ins:", len(Plugin.known), sorted(Plugin.known)[:3])
