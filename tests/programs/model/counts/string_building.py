"""Strings."""
import sys

s = "".join(["a", "b", "cd"])
print(sys.getrefcount(s))
t = [s, s]
print(sys.getrefcount(s))
u = s + "!"
print(sys.getrefcount(s), sys.getrefcount(u))
v = s[:]
print(v is s, sys.getrefcount(s))
d = {s: s}
print(sys.getrefcount(s))
print(str(s) is s, sys.getrefcount(s))
