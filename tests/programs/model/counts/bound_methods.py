"""A bound method holds its self and its function, and is made anew at each access."""
import sys


class C:
    def method(self):
        return sys.getrefcount(self)


c = C()
print(sys.getrefcount(c), c.method(), C.method(c))
m = c.method
print(sys.getrefcount(c), m(), sys.getrefcount(m), m is c.method, m == c.method)
n = [c.method, c.method]
print(sys.getrefcount(c), sys.getrefcount(C.method))
del m, n
print(sys.getrefcount(c), sys.getrefcount(C.method))
append = [].append
print(sys.getrefcount(append), sys.getrefcount(append.__self__))
