"""A result is handed over, not copied."""
import sys


def make():
    value = []
    return value


def same(value):
    return value


print(sys.getrefcount(make()), sys.getrefcount([]), sys.getrefcount(same([])))
x = make()
print(sys.getrefcount(x), sys.getrefcount(same(x)), same(x) is x)
y = same(same(x))
print(sys.getrefcount(x))
print((lambda: sys.getrefcount(x))(), sys.getrefcount(tuple([x])[0]))
