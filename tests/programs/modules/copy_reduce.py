"""copy over the reduction protocol: what each kind of object says of itself, and what becomes of it."""

import array
import collections
import copy
import copyreg
import enum
import functools
import operator
import random
import types
import weakref


class Plain:
    def __init__(self, value):
        self.value = value


class Slotted:
    __slots__ = ("left", "_right", "__hidden")

    def __init__(self):
        self.left, self.__hidden = 1, [2]

    def hidden(self):
        return self.__hidden


class Both(Slotted):
    pass


class NewArguments:
    def __new__(cls, value):
        self = super().__new__(cls)
        self.value = value
        return self

    def __getnewargs__(self):
        return (self.value,)


class Keywords(NewArguments):
    def __new__(cls, *, value):
        return super().__new__(cls, value)

    def __getnewargs_ex__(self):
        return (), {"value": self.value}


class State:
    def __getstate__(self):
        return "state"

    def __setstate__(self, state):
        self.state = state


class Words(list):
    pass


class Table(dict):
    pass


class Text(str):
    pass


class Pair(tuple):
    pass


class Group(set):
    pass


class Colour(enum.Enum):
    RED = [1]


Point = collections.namedtuple("Point", "x y")


def shape(value):
    """A reduction without the addresses in it."""
    if isinstance(value, tuple):
        return tuple(shape(part) for part in value)
    if isinstance(value, type) or callable(value) and hasattr(value, "__name__"):
        return value.__name__
    if hasattr(value, "__next__"):
        return list(value)
    if isinstance(value, dict):
        return dict(sorted(value.items()))
    if type(value).__repr__ is object.__repr__:
        return type(value).__name__
    return value


def filled(instance):
    instance.extra = [1, 2]
    return instance


both = Both()
both.more = "dict"
cases = [Plain([1]), Slotted(), both, NewArguments(3), Keywords(value=4), State(), filled(Words("ab")),
         filled(Table(k=[1])), filled(Text("text")), filled(Pair((1, [2]))), filled(Group("a")), Point(1, [2]),
         collections.deque([1, 2]), collections.deque([1, [2]], 5), collections.defaultdict(list, a=[1]),
         range(2, 9, 3), slice(1, [2]), functools.partial(max, [1], key=len), operator.itemgetter(1, 2),
         operator.attrgetter("a.b"), bytearray(b"abc"), frozenset([1]), {1}, ValueError("x", [1]), b"bytes", "str"]
for case in cases:
    for protocol in (0, 2, 4):
        try:
            reduction = shape(case.__reduce_ex__(protocol))
        except TypeError as error:
            reduction = str(error)
        if type(case) not in (bytearray, slice):
            print(type(case).__name__, protocol, reduction)

for case in cases:
    for make in (copy.copy, copy.deepcopy):
        twin = make(case)
        print(make.__name__, type(twin).__name__, twin is case, getattr(twin, "__dict__", None) and sorted(vars(twin)))
        extra, other = getattr(case, "extra", None), getattr(twin, "extra", None)
        print("   ", extra is other, extra == other)

twin = copy.deepcopy(both)
print(twin.left, twin.hidden(), twin.hidden() is both.hidden(), twin.more, hasattr(twin, "_right"))
print(copy.copy(list[int]), copy.deepcopy({"a": dict[str, list[int]]}), types.GenericAlias(list, (int,)) == list[int])
print(copy.copy(State()).state, copy.deepcopy(Keywords(value=[5])).value)
print(copy.copy(Colour.RED) is Colour.RED, copy.deepcopy([Colour.RED])[0] is Colour.RED)
target = Plain(1)
reference = weakref.ref(target)
print(copy.deepcopy({"ref": reference})["ref"] is reference, copy.copy(reference) is reference)
method = copy.deepcopy([target, target.__init__])
print(method[1].__self__ is method[0])
loop = Plain(None)
loop.value = (loop, [loop])
twin = copy.deepcopy(loop)
print(twin.value[0] is twin, twin.value[1][0] is twin, twin is not loop)
dice = random.Random(5)
twin = copy.copy(dice)
print(dice.random() == twin.random(), copy.deepcopy(array.array("i", [1, 2])))
for hopeless in (x for x in [1]), open(__file__), copy:
    try:
        copy.deepcopy(hopeless)
    except TypeError as error:
        print(error)
    if hasattr(hopeless, "close"):
        hopeless.close()


class Register:
    pass


copyreg.pickle(Register, lambda value: "as it is")
register = Register()
print(copy.copy(register) is register, copy.deepcopy([register])[0] is register)
print(copy.deepcopy(types.SimpleNamespace(a=[1])), copy.copy(collections.Counter("aab")), copy.copy(len) is len)
for wrong in (1, (1,), ((), [])):
    Keywords.__getnewargs_ex__ = lambda self: wrong
    try:
        copy.copy(Keywords(value=1))
    except (TypeError, ValueError) as error:
        print(type(error).__name__, error)
