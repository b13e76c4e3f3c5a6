"""Dataclasses: slots, weak references, frozen ones and their copies, order, keyword-only and InitVar."""
import copy
import gc
import sys
import weakref
from dataclasses import KW_ONLY, FrozenInstanceError, InitVar, asdict, astuple, dataclass, field, fields, replace


def ask(question):
    try:
        print(question())
    except (TypeError, ValueError, AttributeError) as error:
        print(type(error).__name__, error)


@dataclass(slots=True, weakref_slot=True)
class Slotted:
    x: int
    y: list = field(default_factory=list)


@dataclass(slots=True, weakref_slot=True)
class Derived(Slotted):
    z: int = 3


slotted = Slotted(1)
print(Slotted.__slots__, Derived.__slots__, hasattr(slotted, "__dict__"), weakref.ref(slotted)() is slotted)
print(Slotted.__doc__, Derived.__doc__, [item.name for item in fields(Derived)], Derived.__match_args__)
ask(lambda: dataclass(weakref_slot=True)(type("Plain", (), {})))
slotted.y.append(slotted)
gc.collect()  # the classes that slots=True made anew
reference = weakref.ref(slotted)
del slotted
print(gc.collect(), reference())


@dataclass(frozen=True, slots=True, order=True)
class Frozen:
    x: int
    y: list = field(default_factory=list, compare=False, repr=False)


frozen = Frozen(1)
shallow, deep = copy.copy(frozen), copy.deepcopy(frozen)
print(frozen, shallow.y is frozen.y, deep.y is frozen.y, frozen < Frozen(2), hash(frozen) == hash(shallow))
try:
    frozen.x = 2
except FrozenInstanceError as error:
    print(error)
print(Frozen.__dataclass_params__)


@dataclass
class Parts:
    a: int
    _: KW_ONLY
    b: int = 5
    c: InitVar[int] = 7

    def __post_init__(self, c):
        self.d = c * 2


print(Parts(1), Parts(1, b=2, c=3).d, Parts.__doc__.split("c:")[0])
ask(lambda: Parts(1, 2))
ask(lambda: replace(Parts(1), b=9, c=1))
ask(lambda: replace(Parts(1), b=9))


@dataclass
class Tree:
    left: "Tree" = None
    items: list = field(default_factory=list)


tree = Tree(Tree(), [1, [2]])
print(asdict(tree), astuple(tree), asdict(tree)["items"] is tree.items, copy.copy(tree).items is tree.items)
print(copy.deepcopy(tree) == tree, sys.getrefcount(tree), sys.getrefcount(tree.items))
tree.left.left = tree
print(tree)
