"""A default is held by the function, and shared by its calls."""
import sys

x = []


def f(a=x, *, b=x):
    return sys.getrefcount(a)


print(sys.getrefcount(x), f(), f(x), f([]))
g = lambda a=x: a
print(sys.getrefcount(x), g() is x)
f.__defaults__ = None
print(sys.getrefcount(x))
del f, g
print(sys.getrefcount(x))
