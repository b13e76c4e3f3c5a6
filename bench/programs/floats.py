# Arithmetic with floats and ints in loops.
import sys


def main(n):
    x = 0.5
    total = 0.0
    hits = 0
    for i in range(n):
        x = 3.9 * x * (1.0 - x)
        total += x / 2
        if x > 0.5:
            hits += 1
        hits ^= i & 3
    return "%.6f" % total, hits


print(main(int(sys.argv[1]) if len(sys.argv) > 1 else 2000000))
