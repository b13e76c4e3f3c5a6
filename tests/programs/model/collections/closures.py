"""A recursive inner function is a cycle: function, closure tuple, cell."""
import gc

gc.collect()
gc.disable()


def make():
    def inner(n):
        return inner(n - 1) if n else 0

    return inner(3)


print(make())
print(gc.collect())


def share():
    value = []

    def get():
        return value

    value.append(get)


share()
print(gc.collect())
f = lambda: f
print(gc.collect())
