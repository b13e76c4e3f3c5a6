"""The name that CPython gives to the operators in C."""

from operator import *


def _compare_digest(a, b):
    """a == b for text of ASCII or for bytes, in a time that does not tell where they differ."""
    if isinstance(a, str) and isinstance(b, str):
        if not (a.isascii() and b.isascii()):
            raise TypeError("comparing strings with non-ASCII characters is not supported")
        a, b = a.encode(), b.encode()
    for v in (a, b):
        if isinstance(v, str):
            raise TypeError(f"unsupported operand types(s) or combination of types: '{type(a).__name__}' and '{type(b).__name__}'")
    difference = len(a) ^ len(b)
    for left, right in zip(bytes(a), bytes(b) if len(a) == len(b) else bytes(a)):
        difference |= left ^ right
    return difference == 0
