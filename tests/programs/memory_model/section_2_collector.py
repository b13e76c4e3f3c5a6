"""The memory model, section 2, number by number. Its answers are in the .expected file, because the memory model
decides is_tracked({"x": 1}) otherwise than python3 3.11."""
# needs the usual thresholds

import gc
import weakref

print("thresholds:", gc.get_threshold())
for value in ([1], {"x": 1}, {1}, 1, "s", (1, 2, 3), None, 1.5, b"b", True):
    print("is_tracked", repr(value), gc.is_tracked(value))


class Plain:
    pass


class Slotted:
    __slots__ = ("a",)

    def method(self):
        return super


def generates():
    yield


plain = Plain()
for value in (plain, plain.__dict__, Slotted(), Plain, generates, Slotted.method.__closure__, Slotted().method,
              generates(), frozenset([()]), bytearray(b"b"), (1, [2])):
    print("is_tracked, a", type(value).__name__, gc.is_tracked(value))
made = tuple([1, 2, 3])
print("a tuple of atoms before a collection:", gc.is_tracked(made))
gc.collect()
print("and after it:", gc.is_tracked(made))


def collections():
    return [row["collections"] for row in gc.get_stats()]


gc.collect()
before = collections()
keep = [[] for _ in range(650)]
print("below 700 more births than deaths, nothing is collected:", [b - a for a, b in zip(before, collections())])
keep += [[] for _ in range(60)]
print("above 700, generation 0 is:", [b - a for a, b in zip(before, collections())])
gc.collect()
before = collections()
keep = [[] for _ in range(701 * 12 + 50)]
after = [b - a for a, b in zip(before, collections())]
print("generation 1 instead of 0 every 11th time:", after)
gc.collect()
before = collections()
grown = [[] for _ in range(701 * 121 + 50)]  # generation 2 is due, and more than a quarter waits in it
after = [b - a for a, b in zip(before, collections())]
print("generation 2 when 1 was due often enough, and enough waits:", after[2] > 0)
del grown
gc.collect()
large = [[] for _ in range(100000)]
gc.collect()
before = collections()
for _ in range(701 * 125):
    part = [[]]
    large[_ % 1000] = part
after = [b - a for a, b in zip(before, collections())]
print("but not while less than a quarter of the survivors waits:", after[2])
del large, part
gc.collect()
gc.set_threshold(0)
before = collections()
keep = [[] for _ in range(5000)]
print("set_threshold(0) stops automatic collections:", [b - a for a, b in zip(before, collections())])
keep = None
cycle = []
cycle.append(cycle)
del cycle
print("collect() returns what it found:", gc.collect())
for name in ("get_count get_threshold set_threshold enable disable isenabled get_stats get_objects get_referrers "
             "get_referents is_tracked is_finalized freeze unfreeze get_freeze_count callbacks garbage set_debug "
             "get_debug DEBUG_STATS DEBUG_COLLECTABLE DEBUG_UNCOLLECTABLE DEBUG_SAVEALL DEBUG_LEAK").split():
    assert hasattr(gc, name), name
print("the API is whole")
print(gc.isenabled(), gc.disable(), gc.isenabled(), gc.enable(), gc.isenabled(), gc.get_debug(), gc.garbage, gc.callbacks)
thing = [[]]
print("referents and referrers:", gc.get_referents(thing) == [[]], gc.get_referrers(thing[0]) == [thing])
print("a generation's objects:", any(item is thing for item in gc.get_objects(0)),
      any(item is thing for item in gc.get_objects(2)), any(item is thing for item in gc.get_objects()))
gc.collect()
print("and after a collection:", any(item is thing for item in gc.get_objects(0)),
      any(item is thing for item in gc.get_objects(2)))
print("counts:", gc.get_count()[1:])


class Node:
    __slots__ = ("name", "other", "inner", "__weakref__")

    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("finalizer of", self.name, "sees its neighbour:", self.other.name)


first, second = Node("first"), Node("second")
first.other, second.other = second, first
outside = weakref.ref(first, lambda reference: print("callback of the reference that survives:", reference()))
first.inner = weakref.ref(second, lambda reference: print("never called: it is garbage itself"))
del first, second
print("weak references, then finalizers, then all is cleared:", gc.collect(), gc.collect())


class Risen:
    def __del__(self):
        risen.append(self)


risen = []
rises = Risen()
rises.held = [rises]
del rises
gc.collect()
print("resurrected, with all that it reaches:", risen[0].held == [risen[0]], gc.is_finalized(risen[0]))
del risen[0].held
risen.clear()
print("and not finalized again:", risen)
gc.freeze()
frozen = gc.get_freeze_count()
cycle = []
cycle.append(cycle)
gc.freeze()
del cycle
print("frozen:", frozen > 0, gc.get_freeze_count() > frozen, "found:", gc.collect())
gc.unfreeze()
print("unfrozen:", gc.get_freeze_count(), "found:", gc.collect())
gc.set_debug(gc.DEBUG_SAVEALL)
cycle = []
cycle.append(cycle)
del cycle
print("DEBUG_SAVEALL:", gc.collect(), gc.garbage)
gc.set_debug(0)
gc.garbage.clear()
gc.callbacks.append(lambda phase, info: print(phase, sorted(info.items())))
gc.collect(1)
gc.callbacks.clear()
print("statistics:", [sorted(row) for row in gc.get_stats()])


class Phoenix:
    lives = []

    def __del__(self):
        Phoenix.lives.append(self)


Phoenix()
again = Phoenix.lives.pop()
del again
print("each finalizer once:", len(Phoenix.lives))
