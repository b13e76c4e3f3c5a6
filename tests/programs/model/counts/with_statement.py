"""A with statement holds the manager's __exit__ until it is left."""
import sys


class Manager:
    def __enter__(self):
        return self

    def __exit__(self, *details):
        self.inside = sys.getrefcount(self)
        return True


m = Manager()
print(sys.getrefcount(m))
with m as n:
    print(sys.getrefcount(m))
print(sys.getrefcount(m), m.inside)
del n
print(sys.getrefcount(m))
with m:
    raise ValueError(m)
print(sys.getrefcount(m))
