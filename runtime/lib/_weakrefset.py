"""The name that CPython gives to the home of WeakSet."""

from weakref import WeakSet

__all__ = ["WeakSet"]
