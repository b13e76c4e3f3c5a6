"""Data structures by hand: linked list, binary tree, heap, graph search, LRU cache, matrix, iterator protocol."""

from collections import OrderedDict, deque
import heapq


class Node:
    def __init__(self, value, next=None):
        self.value = value
        self.next = next


class LinkedList:
    def __init__(self, items=()):
        self.head = None
        self.size = 0
        for item in reversed(list(items)):
            self.push(item)

    def push(self, value):
        self.head = Node(value, self.head)
        self.size += 1

    def pop(self):
        if self.head is None:
            raise IndexError("pop from empty list")
        node, self.head = self.head, self.head.next
        self.size -= 1
        return node.value

    def reverse(self):
        previous, node = None, self.head
        while node:
            node.next, previous, node = previous, node, node.next
        self.head = previous
        return self

    def __iter__(self):
        node = self.head
        while node is not None:
            yield node.value
            node = node.next

    def __len__(self):
        return self.size

    def __repr__(self):
        return " -> ".join(map(str, self)) or "empty"


class Tree:
    class Leaf:
        __slots__ = ("key", "left", "right")

        def __init__(self, key):
            self.key = key
            self.left = self.right = None

    def __init__(self):
        self.root = None

    def insert(self, key):
        def place(node):
            if node is None:
                return Tree.Leaf(key)
            if key < node.key:
                node.left = place(node.left)
            elif key > node.key:
                node.right = place(node.right)
            return node

        self.root = place(self.root)

    def __iter__(self):
        def walk(node):
            if node:
                yield from walk(node.left)
                yield node.key
                yield from walk(node.right)

        return walk(self.root)

    def depth(self, node="root"):
        if node == "root":
            node = self.root
        return 0 if node is None else 1 + max(self.depth(node.left), self.depth(node.right))


class LRU:
    def __init__(self, size):
        self.size = size
        self.entries = OrderedDict()
        self.hits = 0

    def get(self, key, make):
        if key in self.entries:
            self.entries.move_to_end(key)
            self.hits += 1
        else:
            self.entries[key] = make(key)
            if len(self.entries) > self.size:
                self.entries.popitem(last=False)
        return self.entries[key]


items = LinkedList("abc")
items.push("z")
print(items, len(items), items.reverse(), list(items), items.pop(), "b" in items)
try:
    LinkedList().pop()
except IndexError as error:
    print("IndexError:", error)

tree = Tree()
seed = 12345
for _ in range(40):
    seed = (seed * 1103515245 + 12345) % 2 ** 31
    tree.insert(seed % 1000)
print(list(tree)[:10], sum(tree), tree.depth())

graph = {"a": {"b": 4, "c": 1}, "b": {"d": 1}, "c": {"b": 2, "d": 5}, "d": {}}


def shortest(start):
    distances = {start: 0}
    queue = [(0, start)]
    while queue:
        distance, vertex = heapq.heappop(queue)
        for neighbour, weight in graph[vertex].items():
            candidate = distance + weight
            if candidate < distances.get(neighbour, float("inf")):
                distances[neighbour] = candidate
                heapq.heappush(queue, (candidate, neighbour))
    return distances


def breadth_first(start):
    seen, queue = [start], deque([start])
    while queue:
        for neighbour in graph[queue.popleft()]:
            if neighbour not in seen:
                seen.append(neighbour)
                queue.append(neighbour)
    return seen


print(shortest("a"), breadth_first("a"))
cache = LRU(3)
print([cache.get(key, lambda k: k * k) for key in (1, 2, 3, 1, 4, 2, 1)], cache.hits, list(cache.entries))
ring = deque(range(5), maxlen=5)
ring.append(5)
ring.rotate(2)
ring.appendleft(9)
print(ring, ring[0], list(ring), len(ring))


class Matrix:
    def __init__(self, rows):
        self.rows = [list(row) for row in rows]

    def __getitem__(self, place):
        row, column = place
        return self.rows[row][column]

    def __setitem__(self, place, value):
        row, column = place
        self.rows[row][column] = value

    def __delitem__(self, row):
        del self.rows[row]

    def __mul__(self, other):
        return Matrix([[sum(a * b for a, b in zip(row, column)) for column in zip(*other.rows)] for row in self.rows])

    def __eq__(self, other):
        return self.rows == other.rows

    def __str__(self):
        return "\n".join(" ".join(f"{value:4d}" for value in row) for row in self.rows)


m = Matrix([[1, 2], [3, 4]])
m[0, 1] = 7
product = m * m
print(product, product[1, 0], m == Matrix([(1, 7), (3, 4)]), sep="\n")
del m[0]
print(m)


class Countdown:
    def __init__(self, start):
        self.start = start

    def __iter__(self):
        return self

    def __next__(self):
        if self.start <= 0:
            raise StopIteration
        self.start -= 1
        return self.start

    def __call__(self, start):
        self.start = start
        return self


countdown = Countdown(3)
print(list(countdown), list(countdown(2)), next(countdown, "empty"), list(iter(countdown(4).__next__, 1)))
table = {(x, y): x * y for x in range(3) for y in range(3)}
print(table[2, 2], len(table), (1, 1) in table, sorted(table)[-1], {**{"a": 1}, "b": 2} | {"a": 3})
print(sorted([(2, "b"), (1, "z"), (2, "a")]), sorted("banana", key="nab".index), sorted([3, 1, 2], reverse=True))
print(min([], default=0), max("a", "bb", key=len), any(x > 2 for x in (1, 2, 3)), all([]), sum([[1], [2]], []))
frozen = frozenset([3, 1, 2])
print(sorted(frozen | {9}), frozen & {1, 2}, frozen - {1}, sorted(frozen ^ {3, 4}), {1} <= frozen, frozen.isdisjoint({7}))
print(list(map(lambda a, b: a + b, [1, 2], [10, 20])), list(filter(None, [0, 1, "", "x"])), list(enumerate("ab", 1)))
