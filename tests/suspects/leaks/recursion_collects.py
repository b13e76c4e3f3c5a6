class Visit:
    def __init__(self, depth, n): self.depth = depth; self.n = n
class Walker:
    def __init__(self): self.visits = []
    def walk(self, depth, n):
        self.visits.append(Visit(depth, n))
        if depth: self.walk(depth - 1, n)
walker = Walker()
for i in range(60): walker.walk(i * 7 % 11, i)
print(len(walker.visits))
#> Visit | modules: __main__.walker.visits | recursion_collects.py:6 in Walker.walk
