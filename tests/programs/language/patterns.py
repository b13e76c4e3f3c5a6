"""match statements."""
from enum import Enum


class Color(Enum):
    RED = 1
    BLUE = 2


class Point:
    __match_args__ = ("x", "y")

    def __init__(self, x, y):
        self.x, self.y = x, y


def describe(v):
    match v:
        case None:
            return "none"
        case True | False:
            return "bool"
        case 0:
            return "zero"
        case -1 | 1.5:
            return "number"
        case "a" | "b" as letter:
            return f"letter {letter}"
        case Color.RED:
            return "red"
        case []:
            return "empty"
        case [x]:
            return f"one {x}"
        case [x, y] if x == y:
            return f"pair of {x}"
        case [1, _, *rest]:
            return f"one, something, {rest}"
        case (*_, "end"):
            return "ends"
        case {"kind": "circle", "r": r}:
            return f"circle {r}"
        case {"kind": kind, **rest}:
            return f"{kind} {rest}"
        case {}:
            return "mapping"
        case Point(0, 0):
            return "origin"
        case Point(x=0, y=y):
            return f"on y at {y}"
        case Point(x, y=[a, *_]):
            return f"{x} {a}"
        case int(n) | float(n):
            return f"n {n}"
        case str():
            return "str"
        case [[a, b], [c, d]]:
            return f"matrix {a} {b} {c} {d}"
        case Point(x=Point(x=q)):
            return f"nested {q}"
        case _:
            return "other"


for v in (None, True, 0, -1, 1.5, "a", "zz", Color.RED, Color.BLUE, [], (3,), [4, 4], [1, 2, 3, 4],
          (9, 8, 7, "end"), {"kind": "circle", "r": 2}, {"kind": "box", "w": 1}, {"other": 1}, {},
          Point(0, 0), Point(0, 7), Point(3, [5, 6]), 42, 2.5, "text", [[1, 2], [3, 4]],
          Point(Point(11, 1), 2), object, b"xy", range(2), {1, 2}):
    print(describe(v))


def command(text):
    match text.split():
        case ["go", ("north" | "south") as direction]:
            return direction
        case ["pick", item] | ["take", item]:
            return item
        case [first, second] | [second, first, _]:
            return first, second
        case _:
            return None


print(command("go north"), command("take lamp"), command("a b"), command("a b c"), command("x"))
match = 3
case = match + 1
print(match, case)
match (1, 2):
    case a, b:
        print(a + b)
match 5,:
    case (n,):
        print(n)
try:
    match 3:
        case Point(1, 2, 3):
            pass
        case int(1, 2):
            pass
except TypeError as e:
    print(e)
try:
    match Point(1, 2):
        case Point(1, 2, 3):
            pass
except TypeError as e:
    print(e)
