"""Records: dataclasses, namedtuples, enums, typing."""

from collections import namedtuple
from dataclasses import asdict, astuple, dataclass, field, replace
from enum import Enum, IntEnum, auto
from typing import Any, Callable, ClassVar, Dict, Generic, List, NamedTuple, Optional, Tuple, TypeVar, Union

T = TypeVar("T")


@dataclass
class Point:
    x: int
    y: int = 0
    tags: List[str] = field(default_factory=list, compare=False)
    dimension: ClassVar[int] = 2

    def distance(self) -> float:
        return (self.x ** 2 + self.y ** 2) ** 0.5


@dataclass(frozen=True, order=True)
class Version:
    major: int
    minor: int = 0

    def __post_init__(self):
        if self.major < 0:
            raise ValueError("negative")


@dataclass
class Point3(Point):
    z: int = 0


p = Point(3, 4)
print(p, p == Point(3, 4, ["tag"]), p.distance(), asdict(p), astuple(Point(1)))
print(replace(p, x=10), Point3(1, 2, z=3), Point.__annotations__.keys() if False else sorted(Point.__annotations__))
print(Version(1, 2) < Version(1, 10), sorted([Version(2), Version(1, 5)]), hash(Version(1)) == hash(Version(1)))
for bad in (lambda: Version(-1), lambda: setattr(Version(1), "major", 2), lambda: Point(), lambda: Point(1, 2, 3, 4)):
    try:
        bad()
    except Exception as error:
        print(type(error).__name__, error)

Pair = namedtuple("Pair", "left right", defaults=[None])
pair = Pair(1, right=2)
print(pair, pair.left, pair[1], pair._asdict(), pair._replace(left=9), Pair(5), Pair._fields, tuple(pair))
left, right = pair
print(left, right, isinstance(pair, tuple), pair == (1, 2))


class Employee(NamedTuple):
    name: str
    salary: float = 1000.0

    def raised(self, percent):
        return self._replace(salary=self.salary * (1 + percent / 100))


print(Employee("Ann"), Employee("Bob", 2000).raised(10))


class Color(Enum):
    RED = 1
    GREEN = 2
    BLUE = auto()

    @property
    def pretty(self):
        return self.name.title()


class Level(IntEnum):
    LOW = 1
    HIGH = 2


print(Color.RED, repr(Color.GREEN), Color(3), Color["RED"].pretty, list(Color), Color.RED is Color(1), len(Color))
print(Level.HIGH > Level.LOW, Level.LOW + 1, sorted([Level.HIGH, Level.LOW]), Color.RED in Color, {Color.RED: "r"}[Color.RED])
try:
    Color(9)
except ValueError as error:
    print(error)


class Stack(Generic[T]):
    def __init__(self) -> None:
        self.items: List[T] = []

    def push(self, item: T) -> None:
        self.items.append(item)

    def pop(self) -> Optional[T]:
        return self.items.pop() if self.items else None


stack: Stack[int] = Stack()
stack.push(1)
print(stack.pop(), stack.pop())


def apply(function: Callable[[int], Any], values: Dict[str, Union[int, float]], extra: Tuple[int, ...] = ()) -> list[Any]:
    return [function(value) for value in values.values()] + list(extra)


print(apply(lambda v: v * 2, {"a": 1, "b": 2.5}, (7,)))
