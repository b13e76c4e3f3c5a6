"""Objects that are made in a loop and die at once.

What is wrong:  nothing leaks, but each step of the simulation makes two vectors only to drop them.
What shows it:
    `SELECT type, count(*) FROM object WHERE fate <> 'alive' GROUP BY type ORDER BY 2 DESC`
    growth --from warm --to end     nothing
"""

import heapledger


class Vector:
    __slots__ = ("x", "y")

    def __init__(self, x, y):
        self.x = x
        self.y = y

    def __add__(self, other):
        return Vector(self.x + other.x, self.y + other.y)

    def __mul__(self, factor):
        return Vector(self.x * factor, self.y * factor)


def simulate(steps):
    position = Vector(0.0, 0.0)
    velocity = Vector(1.0, 0.5)
    for _ in range(steps):
        position = position + velocity * 0.25
    return position


simulate(100)
heapledger.snapshot("warm")
end = simulate(2000)
heapledger.snapshot("end")
print("position:", end.x, end.y)
