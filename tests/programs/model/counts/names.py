"""Names, aliases and their deletion."""
import sys

x = []
print(sys.getrefcount(x))
y = x
z = [x]
print(sys.getrefcount(x))
x = None
print(sys.getrefcount(y))
y = z
print(sys.getrefcount(z), sys.getrefcount(z[0]))
a = b = c = []
print(sys.getrefcount(a))
a, b = b, a
print(sys.getrefcount(a))
del a, c
print(sys.getrefcount(b))
globals()["d"] = b
print(sys.getrefcount(b), d is b)
