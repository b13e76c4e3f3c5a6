import dataclasses, enum, functools, operator, typing
class Unit(enum.Enum):
    KG = 1
    LB = 2
@dataclasses.dataclass(order=True)
class Item:
    weight: float
    unit: Unit = dataclasses.field(default=Unit.KG, compare=False)
def heaviest(n): return max(Item(float(k * n % 17)) for k in range(10)).weight
print(functools.reduce(operator.add, (heaviest(i) for i in range(40))))
