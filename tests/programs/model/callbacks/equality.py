"""Weak references compare by target while it lives, by identity afterwards."""
import weakref


class Value:
    def __init__(self, n):
        self.n = n

    def __eq__(self, other):
        return self.n == other.n

    def __hash__(self):
        return hash(self.n)


a, b = Value(1), Value(1)
r, s = weakref.ref(a), weakref.ref(b)
print(r == s, hash(r) == hash(s), r != s)
t = weakref.ref(Value(2))
try:
    hash(t)
except TypeError as error:
    print(error)
del a
print(r == s, hash(r) == hash(1), r == r)
try:
    r < s
except TypeError as error:
    print(error)
