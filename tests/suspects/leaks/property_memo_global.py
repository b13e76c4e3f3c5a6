_memo = {}
class Shape:
    def __init__(self, n): self.n = n
    @property
    def area(self):
        key = id(self), self
        if key not in _memo: _memo[key] = {"area": self.n * self.n}
        return _memo[key]["area"]
def measure(n): return Shape(n).area
print(sum(measure(i) for i in range(120)), len(_memo))
#> tuple | modules: __main__._memo | property_memo_global.py:7 in Shape.area
