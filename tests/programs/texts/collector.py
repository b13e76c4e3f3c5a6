"""What texts on the garbage collector show: thresholds, generations, cycles, callbacks, garbage."""
# needs the usual thresholds

import gc
import weakref

print(gc.isenabled(), gc.get_threshold())
gc.disable()
print(gc.isenabled())
gc.collect()
print(gc.garbage, len(gc.get_stats()), sorted(gc.get_stats()[0]))


class Node:
    __slots__ = ("name", "other", "__weakref__")

    def __init__(self, name):
        self.name = name
        self.other = None

    def __repr__(self):
        return f"<{self.name}>"


def cycle(kind=Node):
    a, b = kind("a"), kind("b")
    a.other, b.other = b, a
    return weakref.ref(a)


reference = cycle()
print(reference() is not None, gc.collect(), reference())
own = []
own.append(own)
del own
print("a list in itself:", gc.collect())
loop = {}
loop["self"] = loop
del loop
print("a dict in itself:", gc.collect())
print([gc.is_tracked(thing) for thing in ([1], {1}, 5, "text", None, 1.5, b"b", Node("x"), Node, print, lambda: 0)])
constant = (1, 2, 3)
made = tuple([1, 2])
gc.collect()
print(gc.is_tracked(constant), gc.is_tracked(made), gc.is_tracked((made, [])))


class Finalized(Node):
    __slots__ = ()

    def __del__(self):
        print("finalizing", self.name)


reference = cycle(Finalized)
print(gc.collect(), reference())


class Immortal(Node):
    __slots__ = ()
    saved = []

    def __del__(self):
        print("saving", self.name)
        self.saved.append(self)


reference = cycle(Immortal)
print(gc.collect(), reference(), Immortal.saved)
print(gc.is_finalized(Immortal.saved[0]), gc.is_finalized(Node("fresh")))
Immortal.saved.clear()
print(gc.collect())


def callback(phase, info):
    events.append((phase, info["generation"], info["collected"], info["uncollectable"]))


events = []
gc.callbacks.append(callback)
cycle()
gc.collect()
gc.collect(0)
gc.callbacks.remove(callback)
print(events)
gc.set_debug(gc.DEBUG_SAVEALL)
cycle()
print(gc.collect(), gc.garbage)
gc.set_debug(0)
gc.garbage.clear()
print(gc.collect(), gc.get_debug())
target = Node("target")
holder = [target]
keeper = {"k": target}
print(sum(1 for referrer in gc.get_referrers(target) if referrer is holder or referrer is keeper))
print(gc.get_referents(holder), gc.get_referents(keeper), [type(r).__name__ for r in gc.get_referents(target)])
print(any(thing is target for thing in gc.get_objects()), any(thing is target for thing in gc.get_objects(generation=0)))
gc.freeze()
print(gc.get_freeze_count() > 0)
gc.unfreeze()
print(gc.get_freeze_count())
gc.set_threshold(5, 2, 3)
print(gc.get_threshold())
for bad in (lambda: gc.collect(3), lambda: gc.get_objects(7), lambda: gc.set_threshold("x"), lambda: gc.collect("0")):
    try:
        bad()
    except (ValueError, TypeError) as error:
        print(type(error).__name__, error)
gc.enable()
before = gc.get_stats()[0]["collections"]
keep = [Node(str(number)) for number in range(60)]
print(gc.get_stats()[0]["collections"] > before)
gc.set_threshold(0)
before = [generation["collections"] for generation in gc.get_stats()]
keep = [[number] for number in range(5000)]
print([generation["collections"] for generation in gc.get_stats()] == before)
