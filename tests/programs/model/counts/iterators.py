"""An iterator holds its container until it is exhausted."""
import sys

x = [1, 2]
i = iter(x)
print(sys.getrefcount(x))
print(list(i), sys.getrefcount(x))
d = {"a": 1}
k = iter(d)
v = d.values()
print(sys.getrefcount(d), list(k), sys.getrefcount(d))
z = zip(x, x)
m = map(str, x)
e = enumerate(x)
r = reversed(x)
print(sys.getrefcount(x), list(z), list(m), list(e), list(r), sys.getrefcount(x))
t = (1, 2)
for item in x:
    print(sys.getrefcount(x))
print(sys.getrefcount(x))
