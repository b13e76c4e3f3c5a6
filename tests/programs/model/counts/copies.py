"""A copy shares the elements."""
import sys

x = []
a = [x, x]
b, c, e = a[:], list(a), a.copy()
f = tuple(a)
print(sys.getrefcount(x), sys.getrefcount(a))
d = {"x": x}
g = dict(d)
h = {**d}
print(sys.getrefcount(x))
i = a + b
j = a * 2
print(sys.getrefcount(x))
del a, b, c, e, f, d, g, h, i, j
print(sys.getrefcount(x))
