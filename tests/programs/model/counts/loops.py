"""A loop holds its container on the stack and its variable in the frame."""
import sys


def loop(values):
    counts = []
    for value in values:
        counts.append((sys.getrefcount(value), sys.getrefcount(values)))
    counts.append(sys.getrefcount(value))
    return counts


x = []
print(loop([x, x]), sys.getrefcount(x))
while True:
    y = x
    break
print(sys.getrefcount(x))
for a, (b, *c) in [(x, (x, x, x))]:
    print(sys.getrefcount(x))
del a, b, c
print(sys.getrefcount(x))
