"""A function holds its globals, its code and its name."""
import sys


def f():
    pass


print(sys.getrefcount(f))
g = f
table = {"f": f, f: 1}
print(sys.getrefcount(f), f.__globals__ is globals())
del f
print(sys.getrefcount(g), g.__name__)
l = [lambda: 0 for _ in range(3)]
print(sys.getrefcount(l[0]))


def recursive(n):
    return sys.getrefcount(recursive) if n == 0 else recursive(n - 1)


print(recursive(0), recursive(3), sys.getrefcount(recursive))
