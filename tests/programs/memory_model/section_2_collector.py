"""The memory model, section 2, number by number. Its answers are in the .expected file, because the memory model
decides is_tracked({"x": 1}) otherwise than python3 3.11."""
# needs the usual thresholds

import gc

print("thresholds:", gc.get_threshold())
for value in ([1], {"x": 1}, {1}, 1, "s", (1, 2, 3), None, 1.5, b"b", True):
    print("is_tracked", repr(value), gc.is_tracked(value))
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


class Phoenix:
    lives = []

    def __del__(self):
        Phoenix.lives.append(self)


Phoenix()
again = Phoenix.lives.pop()
del again
print("each finalizer once:", len(Phoenix.lives))
