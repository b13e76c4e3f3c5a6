"""Slices copy the list and share the elements."""
import sys

x = object()
a = [x, 1, x, 2]
b = a[::2]
print(sys.getrefcount(x), len(b))
a[1:1] = b
print(sys.getrefcount(x), len(a))
del a[::2]
print(sys.getrefcount(x), len(a))
a[:] = [x] * 3
print(sys.getrefcount(x))
rows = [[0] * 3] * 3
print(sys.getrefcount(rows[0]) - 1, rows[0] is rows[2])
rows[0] = list(rows[0])
print(sys.getrefcount(rows[1]) - 1)
