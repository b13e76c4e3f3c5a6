"""Objects that hold each other, and one that holds itself."""

from marked import Marked, show


def main():
    marked, peer = Marked(), Marked()
    marked.peer, peer.peer = peer, marked
    marked.itself = marked
    show(marked)


main()
