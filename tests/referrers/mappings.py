"""A key, a value, both, and members of sets."""

from marked import Marked, show


def main():
    marked = Marked()
    by_key = {marked: 1}
    by_value = {"a": marked, "b": marked}
    both = {marked: marked}
    members = {marked}, frozenset([marked])
    show(marked)
    return by_key, by_value, both, members


main()
