"""What a collection in a forked child costs in private memory: prints KiB with and without freeze().

The parent makes COUNT objects, calls gc.freeze() or not, and forks; the child collects and reads
how much of its memory is its own (Private_Dirty of /proc/self/smaps_rollup).
"""

import gc
import os
import sys


class Node:
    __slots__ = ("left", "right")

    def __init__(self, left, right):
        self.left = left
        self.right = right


def private_dirty():
    with open("/proc/self/smaps_rollup") as file:
        for line in file:
            if line.startswith("Private_Dirty:"):
                return int(line.split()[1])


def measure(count, freeze):
    gc.disable()
    keep = [Node(None, None) for _ in range(count)]
    for first, second in zip(keep, keep[1:]):
        first.left = second
    gc.collect()
    if freeze:
        gc.freeze()
    read, write = os.pipe()
    if os.fork() == 0:
        before = private_dirty()
        gc.collect()
        os.write(write, str(private_dirty() - before).encode())
        os._exit(0)
    os.wait()
    return int(os.read(read, 100))


print(measure(int(sys.argv[1]), sys.argv[2] == "freeze"))
