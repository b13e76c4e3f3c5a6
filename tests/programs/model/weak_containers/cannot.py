"""What cannot be referenced weakly."""
import weakref


class NoWeak:
    __slots__ = ("a",)


class Weak:
    __slots__ = ("__weakref__",)


class Sub(NoWeak):
    pass


class L(list):
    pass


class T(tuple):
    pass


class I(int):
    pass


def generate():
    yield


for value in (1, "s", (), [], {}, None, 1.5, b"", object(), NoWeak(), Weak(), Sub(), L(), T(), I(), {1}, frozenset(), print,
              generate, generate(), generate().__next__, Weak, range(2), slice(1), weakref, ValueError(), iter([])):
    try:
        print(type(value).__name__, weakref.ref(value)() is value)
    except TypeError as error:
        print(error)
