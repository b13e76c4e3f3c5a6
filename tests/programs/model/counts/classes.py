"""Classes and instances."""
import sys


class A:
    pass


class B(A):
    pass


before = sys.getrefcount(A)
instances = [A() for _ in range(3)]
print(sys.getrefcount(A) - before)
del instances[0]
print(sys.getrefcount(A) - before)
instances.clear()
print(sys.getrefcount(A) - before)
print(sys.getrefcount(A), sys.getrefcount(B))


class C:
    x = []


print(sys.getrefcount(C), sys.getrefcount(C.x))
alias = C
print(sys.getrefcount(C))


class D(C):
    pass


print(sys.getrefcount(C))
del D
