"""A cell that two functions share, and one of another call."""

from marked import Marked, show


def make(marked):
    def left():
        return marked

    def right():
        return marked

    return left, right


def main():
    marked = Marked()
    kept = make(marked), make(marked)
    show(marked)
    return kept


main()
