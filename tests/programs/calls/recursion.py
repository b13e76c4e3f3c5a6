# Recursion: deep, mutual, through natives; and its limit.
import sys


def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


def depth(n):
    return 0 if n == 0 else 1 + depth(n - 1)


def even(n):
    return True if n == 0 else odd(n - 1)


def odd(n):
    return False if n == 0 else even(n - 1)


def forever(n):
    return forever(n + 1)


class Chain:
    def __init__(self, n):
        self.next = Chain(n - 1) if n else None

    def __len__(self):
        return 1 + (len(self.next) if self.next is not None else 0)

    def __repr__(self):
        return "Chain(%r)" % self.next if self.next is not None else "Chain()"


print(fib(15), depth(900), even(500), odd(501))
try:
    forever(0)
except RecursionError as error:
    print(type(error).__name__, error)
print(len(Chain(50)), repr(Chain(3)))


def count_depth():
    reached = 0

    def go():
        nonlocal reached
        reached += 1
        go()

    try:
        go()
    except RecursionError:
        pass
    return reached


print(count_depth())
sys.setrecursionlimit(200)
print(count_depth())
sys.setrecursionlimit(5000)
print(count_depth(), depth(4000))
print(sorted(range(10), key=lambda n: -depth(n)))
