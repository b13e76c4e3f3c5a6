# Attribute access in loops, while what the inline caches remember changes under them.


class Base:
    kind = "base"

    def who(self):
        return "Base.who"


class Derived(Base):
    pass


class Slotted:
    __slots__ = ("x", "y")

    def __init__(self, x, y):
        self.x = x
        self.y = y


class WithProperty:
    def __init__(self):
        self._v = 1

    @property
    def v(self):
        return self._v

    @v.setter
    def v(self, value):
        self._v = value * 2


class Dynamic:
    def __getattr__(self, name):
        return "missing " + name


def read_kind(things):
    return [t.kind for t in things]


def call_who(things):
    return [t.who() for t in things]


d = Derived()
things = [d] * 3
print(read_kind(things), call_who(things))
d.kind = "own"
print(read_kind(things))
del d.kind
Derived.kind = "derived"
print(read_kind(things))
del Derived.kind
Base.kind = "changed"
print(read_kind(things))
d.who = lambda: "instance who"
print(call_who(things))
del d.who
Derived.who = lambda self: "Derived.who"
print(call_who(things))
Derived.kind = property(lambda self: "property")
print(read_kind(things))
d.__dict__["kind"] = "hidden"
print(read_kind(things), d.__dict__)
del Derived.kind
print(read_kind(things))

s = Slotted(1, 2)
for i in range(5):
    s.x, s.y = s.y, s.x + s.y
print(s.x, s.y)
del s.x
try:
    print(s.x)
except AttributeError as error:
    print("AttributeError:", error)
try:
    s.z = 1
except AttributeError as error:
    print("AttributeError:", error)

p = WithProperty()
for i in range(4):
    p.v = p.v + 1
print(p.v, p._v)
try:
    WithProperty.v.fget.missing
except AttributeError as error:
    print("AttributeError:", error)

q = Dynamic()
q.there = 1
print([q.there, q.gone, q.gone2])


class Growing:
    pass


def fill(thing, count):
    for i in range(count):
        setattr(thing, "a%d" % i, i)
    thing.last = count
    return thing.a0, thing.last


print([fill(Growing(), n) for n in (1, 5, 20)])


def swap_types(value):
    return [item.real if isinstance(item, int) else item.upper() for item in value]


print(swap_types([1, "a", 2, "b"]))


class Counter:
    total = 0

    def __init__(self):
        Counter.total += 1
        self.number = self.total


print([Counter().number for _ in range(5)], Counter.total)


class Switch:
    def one(self):
        return 1


def two(self):
    return 2


switch = Switch()
results = []
for i in range(6):
    results.append(switch.one())
    if i == 2:
        Switch.one = two
print(results)
