"""What an expression uses for a moment it gives back."""
import sys


class Number:
    def __init__(self, value):
        self.value = value

    def __add__(self, other):
        return Number(self.value + other.value)

    def __iadd__(self, other):
        self.value += other.value
        return self

    def __eq__(self, other):
        return self.value == other.value

    def __getitem__(self, key):
        return sys.getrefcount(key)

    def __call__(self, value):
        return sys.getrefcount(value), sys.getrefcount(self)


a, b, k = Number(1), Number(2), []
c = a + b
a += b
print(a.value, c.value, sys.getrefcount(a), sys.getrefcount(b), a == c, a[k], a(k), sys.getrefcount(k))
print(sys.getrefcount(a or b), sys.getrefcount(b if c else a), (a and b) is b)
print(f"{sys.getrefcount(k)}", "%s" % sys.getrefcount(k), [k, k].count(k), k in [k])
