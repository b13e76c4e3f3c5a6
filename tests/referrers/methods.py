"""Bound methods in a list of listeners, and a builtin one."""

from marked import Marked, show


class Rows(list):
    pass


def main():
    marked = Marked()
    listeners = [marked.method, marked.method]
    show(marked)
    rows = Rows()
    bound = rows.append
    show(rows)
    return listeners, bound


main()
