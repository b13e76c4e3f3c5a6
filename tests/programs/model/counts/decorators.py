"""A decorator's wrapper holds the function."""
import sys
from functools import wraps


def decorate(function):
    @wraps(function)
    def wrapper(*args):
        return function(*args)

    return wrapper


@decorate
def f(value):
    return sys.getrefcount(value)


x = []
print(f(x), sys.getrefcount(f), sys.getrefcount(f.__wrapped__), sys.getrefcount(x))
