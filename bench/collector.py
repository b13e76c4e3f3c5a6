"""Full collections of two-field objects, alive and as garbage: nanoseconds an object, best of three.

Prints one line a shape: its name and the figure. The sizes are those of the goals (2,000,000 objects) divided
by the first argument."""
import gc
import sys
import time


class Pair:
    __slots__ = ("left", "right")

    def __init__(self, left, right):
        self.left = left
        self.right = right


def measure(collect=gc.collect):
    start = time.perf_counter()
    found = collect()
    return (time.perf_counter() - start) * 1e9, found


def best(name, count, make, garbage):
    times = []
    for _ in range(3):
        keep = make(count)
        if garbage:
            keep = None
        else:
            gc.collect()
        elapsed, found = measure()
        assert found == (count if garbage else 0), found
        times.append(elapsed / count)
        keep = None
        gc.collect()
    print(name, round(min(times), 1))


def live(count):
    return [Pair(n, None) for n in range(count)]


def selves(count):
    for n in range(count):
        pair = Pair(n, None)
        pair.right = pair


def pairs(count):
    for n in range(count // 2):
        first = Pair(n, None)
        first.right = Pair(first, n)


def ring(count):
    first = last = Pair(None, None)
    for n in range(count - 1):
        last = Pair(n, last)
    first.right = last


gc.disable()
size = 2000000 // int(sys.argv[1] if len(sys.argv) > 1 else 1)
best("alive", size, live, False)
best("garbage_selves", size, selves, True)
best("garbage_pairs", size, pairs, True)
best("garbage_ring", size, ring, True)
