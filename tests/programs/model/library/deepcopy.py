"""copy.deepcopy keeps the shape of a graph."""
import copy
import sys

shared = [1]
a = {"x": shared, "y": shared, "t": (shared, 5)}
a["self"] = a
b = copy.deepcopy(a)
print(b["x"] is b["y"], b["t"][0] is b["x"], b["self"] is b, b["x"] is shared, sys.getrefcount(shared))
c = copy.copy(a)
print(c["x"] is shared, c["self"] is a, sys.getrefcount(shared))
t = (1, "a", (2,))
print(copy.deepcopy(t) is t, copy.copy(t) is t)
