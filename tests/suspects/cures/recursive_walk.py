class Node:
    def __init__(self, depth, n): self.children = [Node(depth - 1, n * 2 + k) for k in range(2)] if depth else []; self.n = n
    def total(self): return self.n + sum(c.total() for c in self.children)
print(sum(Node(1 + i % 5, i).total() for i in range(60)))
