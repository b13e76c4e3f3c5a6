"""An exception with its traceback holds the frames, and they their variables."""
import sys


def fail(value):
    local = value
    raise KeyError(value)


x = []
try:
    fail(x)
except KeyError as error:
    print(sys.getrefcount(x), sys.getrefcount(error) - sys.getrefcount(error))
    kept = error
print(sys.getrefcount(x))
kept.__traceback__ = None
print(sys.getrefcount(x))
del kept
print(sys.getrefcount(x))
try:
    try:
        fail(x)
    finally:
        print(sys.getrefcount(x) > 2)
except KeyError:
    pass
print(sys.getrefcount(x))
