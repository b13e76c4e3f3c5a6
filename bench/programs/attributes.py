# A loop that reads and writes attributes and calls methods.
import sys


class Point:
    def __init__(self, x, y):
        self.x = x
        self.y = y

    def move(self, dx, dy):
        self.x += dx
        self.y += dy
        return self

    @property
    def total(self):
        return self.x + self.y


def main(n):
    point = Point(0, 0)
    sum_of_totals = 0
    for i in range(n):
        point.move(i, 1)
        sum_of_totals += point.total
        point.x = point.y
    return sum_of_totals


print(main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000000))
