"""A call moves its arguments into the frame: one more reference inside, none after."""
import sys


def one(value):
    return sys.getrefcount(value)


def through(value):
    return one(value)


def keyword(*, value):
    return sys.getrefcount(value)


def star(*values):
    return sys.getrefcount(values[0])


def stars(**values):
    return sys.getrefcount(values["value"])


x = []
print(sys.getrefcount(x), one(x), through(x), keyword(value=x), star(x), stars(value=x), one(value=x), one(*[x]), sys.getrefcount(x))
