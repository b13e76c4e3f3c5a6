# Generators and closures: frames that stop and go on.
import sys


def count(n):
    i = 0
    while i < n:
        yield i
        i += 1


def squares(numbers):
    for number in numbers:
        yield number * number


def adder(total):
    def add(x):
        nonlocal total
        total += x
        return total

    return add


def main(n):
    add = adder(0)
    for square in squares(count(n)):
        add(square)
    return add(0), sum(x for x in count(n))


print(main(int(sys.argv[1]) if len(sys.argv) > 1 else 500000))
