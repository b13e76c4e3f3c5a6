"""A captured variable lives in a cell that both functions hold."""
import sys


def make():
    value = []

    def get():
        return value

    def count():
        return sys.getrefcount(value)

    return get, count


get, count = make()
print(count(), sys.getrefcount(get()), sys.getrefcount(get.__closure__[0]), len(get.__closure__))
kept = get()
print(count())
del get
print(count(), sys.getrefcount(count.__closure__[0]))
