"""About 10,000 objects in the shapes that matter to dominators: trees, chains, cycles, shared leaves,
closures, and what only the stack holds."""

import heapledger

state = 12345


def draw(below):
    global state
    state = (state * 1103515245 + 12345) % 2147483648
    return state // 65536 % below


class Node:
    def __init__(self, name):
        self.name = name
        self.others = []


def counter(start):
    def count():
        return start

    return count


def chain(length):
    last = None
    for i in range(length):
        last = (i + 1000.5, last)
    return last


def main():
    nodes = [Node("node " + str(i)) for i in range(2850)]
    for node in nodes:
        for _ in range(draw(4)):
            node.others.append(nodes[draw(len(nodes))])
    kept = {"some": nodes[::50], "chain": chain(1300), "rows": [[float(j)] * 3 for j in range(300)]}
    listeners = [counter(str(i)) for i in range(300)]
    peer = Node("a pair")
    peer.others.append(Node("its other"))
    peer.others[0].others.append(peer)
    del nodes, peer
    heapledger.snapshot("here")
    return kept, listeners


main()
