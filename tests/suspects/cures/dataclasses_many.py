import dataclasses, enum, typing, collections
P = collections.namedtuple("P", "x y")
@dataclasses.dataclass
class A:
    x: int = 0
    y: typing.List[int] = dataclasses.field(default_factory=list)
@dataclasses.dataclass(frozen=True)
class B:
    x: int
    y: typing.Optional[str] = None
@dataclasses.dataclass(order=True)
class C:
    p: P
    q: typing.Dict[str, int] = dataclasses.field(default_factory=dict)
class Level(enum.IntEnum):
    LOW = 1
    HIGH = 2
class Colour(enum.Flag):
    RED = enum.auto()
    BLUE = enum.auto()
def work(n): return (A(n), B(n, "b"), C(P(n, n)), Level.LOW, Colour.RED | Colour.BLUE)
print(len([work(i) for i in range(10)]))
