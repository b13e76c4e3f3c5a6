"""Weak references hold nothing; the values of a weak key do."""

import weakref
from marked import Marked, show


class Key:
    pass


def main():
    marked, key = Marked(), Key()
    reference = weakref.ref(marked)
    cache = weakref.WeakValueDictionary(a=marked)
    table = weakref.WeakKeyDictionary()
    table[key] = marked
    show(marked)
    return reference, cache, table


main()
