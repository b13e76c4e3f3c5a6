"""The variable of a comprehension lives in its own frame."""
import sys

x = []
print([sys.getrefcount(v) for v in (x, x)], {sys.getrefcount(v) for v in (x,)}, {0: sys.getrefcount(v) for v in [x]})
print(list(sys.getrefcount(v) for v in [x]), sys.getrefcount(x))
y = [v for v in [x] * 3]
print(sys.getrefcount(x))
y = [[v] for v in y]
print(sys.getrefcount(x), sys.getrefcount(y[0]))
print(max([x], key=lambda v: sys.getrefcount(v)) is x, sorted([x, x], key=sys.getrefcount) == [x, x])
