class Grid:
    def __init__(self): self.memo = {}
    def paths(self, a, b):
        if (a, b) in self.memo: return self.memo[(a, b)]
        r = 1 if a == 0 or b == 0 else self.paths(a-1, b) + self.paths(a, b-1)
        self.memo[(a, b)] = r
        return r
g = Grid()
print(g.paths(20, 20))
#> tuple | modules: __main__.g.memo | memo_tuple_keys.py:6 in Grid.paths
