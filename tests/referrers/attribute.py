"""Attributes of three objects, in their instance dicts and in a slot."""

from marked import Marked, show


class Owner:
    pass


class Slotted:
    __slots__ = ("held",)


def main():
    marked = Marked()
    first, second, third = Owner(), Owner(), Slotted()
    first.held = marked
    second.held = second.again = marked
    third.held = marked
    show(marked)


main()
