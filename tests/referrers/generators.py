"""Generators that wait with it in a variable, and iterators over what holds it."""

from marked import Marked, show


def hold(value):
    yield 1
    return value


def main():
    marked = Marked()
    waiting = hold(marked), hold(marked)
    next(waiting[0])
    pairs = zip([marked], [1])
    items = iter((marked,))
    show(marked)
    return waiting, pairs, items


main()
