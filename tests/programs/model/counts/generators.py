"""A generator holds its frame; what it has not reached yet stays alive."""
import sys


def generate(value):
    yield sys.getrefcount(value)
    other = value
    yield sys.getrefcount(value)
    del other
    yield sys.getrefcount(value)


x = []
g = generate(x)
print(sys.getrefcount(x), next(g), next(g), next(g), sys.getrefcount(x))
print(next(g, "end"), sys.getrefcount(x))
g = generate(x)
next(g)
g.close()
print(sys.getrefcount(x))
g = generate(x)
del g
print(sys.getrefcount(x))
e = (v for v in [x, x])
print(sys.getrefcount(x))
next(e)
print(sys.getrefcount(x))
del e
print(sys.getrefcount(x))
