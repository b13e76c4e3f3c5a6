"""Unpacking takes the elements and drops the sequence."""
import sys

x, y = [], {}
a, b = x, y
print(sys.getrefcount(x), sys.getrefcount(y))
a, *b = [x, x, y]
print(sys.getrefcount(x), sys.getrefcount(y), len(b))
(a, b), c = (x, y), x
print(sys.getrefcount(x), sys.getrefcount(y))
print(*[sys.getrefcount(v) for v in (*[x], *(y,))])
d = {**{"x": x}, "y": y}
print(sys.getrefcount(x), sys.getrefcount(y))
try:
    a, b = [x]
except ValueError as error:
    print(error, sys.getrefcount(x))
