# Births and deaths: small objects with two attributes, kept a while in a list.
import sys


class Node:
    def __init__(self, value, next):
        self.value = value
        self.next = next


def main(n):
    kept = []
    for i in range(n):
        kept.append(Node(i, kept[-1] if kept else None))
        if len(kept) == 1000:
            kept = kept[500:]
            kept[0].next = None
    return len(kept), kept[-1].value


print(main(int(sys.argv[1]) if len(sys.argv) > 1 else 500000))
