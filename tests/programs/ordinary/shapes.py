"""Classes: multiple inheritance, super, abstract-like methods, operators, containers, slots, descriptors."""

import math
from functools import total_ordering, wraps


def logged(function):
    @wraps(function)
    def wrapper(*args, **kwargs):
        wrapper.calls += 1
        return function(*args, **kwargs)

    wrapper.calls = 0
    return wrapper


class Positive:
    def __set_name__(self, owner, name):
        self.name = "_" + name

    def __get__(self, instance, owner):
        if instance is None:
            return self
        return getattr(instance, self.name)

    def __set__(self, instance, value):
        if value <= 0:
            raise ValueError(f"{self.name[1:]} must be positive, got {value}")
        setattr(instance, self.name, value)


class Shape:
    registry = []

    def __init_subclass__(cls, /, sides=0, **keywords):
        super().__init_subclass__(**keywords)
        cls.sides = sides
        Shape.registry.append(cls.__name__)

    def area(self):
        raise NotImplementedError(type(self).__name__)

    def __lt__(self, other):
        return self.area() < other.area()

    def __str__(self):
        return f"{self.__class__.__name__.lower()} of {self.area():.3f}"


class Circle(Shape):
    radius = Positive()

    def __init__(self, radius):
        self.radius = radius

    @logged
    def area(self):
        return math.pi * self.radius ** 2


class Rectangle(Shape, sides=4):
    width = Positive()
    height = Positive()

    def __init__(self, width, height):
        self.width, self.height = width, height

    def area(self):
        return self.width * self.height


class Named:
    def __init__(self, *args, name="?", **kwargs):
        super().__init__(*args, **kwargs)
        self.name = name

    def __str__(self):
        return f"{self.name}: {super().__str__()}"


class NamedSquare(Named, Rectangle, sides=4):
    def __init__(self, side, **kwargs):
        super().__init__(side, side, **kwargs)


shapes = [Circle(1), Rectangle(2, 3), NamedSquare(1.5, name="mine")]
for shape in sorted(shapes):
    print(shape, shape.sides, isinstance(shape, Rectangle))
print(Circle.area.calls, Circle.area.__name__, Shape.registry)
print([cls.__name__ for cls in NamedSquare.__mro__], NamedSquare.__bases__ == (Named, Rectangle))
for bad in (lambda: Circle(-1), lambda: Shape().area(), lambda: Rectangle(1)):
    try:
        bad()
    except (ValueError, NotImplementedError, TypeError) as error:
        print(type(error).__name__, "-", error)


@total_ordering
class Vector:
    __slots__ = ("x", "y")

    def __init__(self, x, y):
        self.x = x
        self.y = y

    def __add__(self, other):
        return Vector(self.x + other.x, self.y + other.y)

    def __mul__(self, factor):
        return Vector(self.x * factor, self.y * factor) if isinstance(factor, (int, float)) else NotImplemented

    __rmul__ = __mul__

    def __matmul__(self, other):
        return self.x * other.x + self.y * other.y

    def __neg__(self):
        return self * -1

    def __abs__(self):
        return math.hypot(self.x, self.y)

    def __bool__(self):
        return bool(self.x or self.y)

    def __eq__(self, other):
        return (self.x, self.y) == (other.x, other.y)

    def __lt__(self, other):
        return abs(self) < abs(other)

    def __iter__(self):
        yield self.x
        yield self.y

    def __getitem__(self, index):
        return (self.x, self.y)[index]

    def __len__(self):
        return 2

    def __contains__(self, value):
        return value in (self.x, self.y)

    def __repr__(self):
        return "Vector({!r}, {!r})".format(*self)


a, b = Vector(3, 4), Vector(1, 2)
print(a + b, a * 2, 3 * b, a @ b, -a, abs(a), bool(Vector(0, 0)), a == Vector(3, 4), a > b, a >= b, a != b)
print(list(a), a[0], a[-1], len(a), 4 in a, 5 in a, tuple(b), [*a, *b], max(a))
try:
    a * "x"
except TypeError as error:
    print(error)
try:
    a.z = 1
except AttributeError as error:
    print(error)
x, y = a
print(x, y, hasattr(a, "__dict__"), Vector.__slots__)
