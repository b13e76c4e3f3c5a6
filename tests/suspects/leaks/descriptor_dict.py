class Typed:
    def __init__(self): self.values = {}
    def __get__(self, obj, cls): return self if obj is None else self.values.get(obj)
    def __set__(self, obj, value): self.values[obj] = value
class Point:
    x = Typed()
    def __init__(self, x): self.x = x
def calc(n):
    p = Point([n, n])
    return p.x[0]
print(sum(calc(i) for i in range(300)))
#> list | modules: __main__.Point.x.values | descriptor_dict.py:4 in Typed.__set__
