"""What let go of it is no holder any more."""

from marked import Marked, show


class Owner:
    pass


def main():
    marked = Marked()
    owner, items, table = Owner(), [marked, marked], {1: marked, 2: marked}
    owner.held = marked
    del owner.held, table[1]
    items.clear()
    items.append((marked,))
    show(marked)
    return items, table


main()
