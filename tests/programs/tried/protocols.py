"""Protocols of typing: structural checks at run time."""
from abc import abstractmethod
from typing import Protocol, TypeVar, runtime_checkable

T = TypeVar("T")


@runtime_checkable
class Drawable(Protocol):
    colour: str = "red"

    def draw(self) -> str: ...


@runtime_checkable
class Sized2(Protocol):
    def __len__(self) -> int: ...


class Plain(Protocol):
    def go(self): ...


class Loader(Protocol[T]):
    @abstractmethod
    def load(self) -> T: ...

    def twice(self):
        return [self.load(), self.load()]


class Circle:
    colour = "blue"

    def draw(self):
        return "circle"


class NoColour:
    def draw(self):
        return "x"


class Explicit(Drawable):
    pass


class IntLoader(Loader[int]):
    def load(self):
        return 7


class Turned(NoColour):
    def __init__(self):
        self.colour = "own"


print(isinstance(Circle(), Drawable), isinstance(NoColour(), Drawable), isinstance(3, Drawable))
print(isinstance(Explicit(), Drawable), Explicit().colour, isinstance(Turned(), Drawable))
print(isinstance([], Sized2), isinstance(3, Sized2), issubclass(str, Sized2), issubclass(int, Sized2))
try:
    isinstance(3, Plain)
except TypeError as error:
    print(error)
try:
    issubclass(Circle, Drawable)
except TypeError as error:
    print(error)
try:
    Plain()
except TypeError as error:
    print(error)
try:
    class Wrong(Loader):
        pass

    Wrong()
except TypeError as error:
    print(error)
print(IntLoader().twice(), isinstance(IntLoader(), IntLoader))
