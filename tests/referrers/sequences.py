"""Lists, tuples and a deque; one list holds it three times."""

from collections import deque
from marked import Marked, show


def main():
    marked = Marked()
    thrice = [marked] * 3
    pair = (marked, 1)
    nested = [[(marked,)]]
    queue = deque([1, marked])
    show(marked)
    return thrice, pair, nested, queue


main()
