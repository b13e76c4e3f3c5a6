class A:
    def __init__(self, n): self.n = n
class B:
    def __init__(self, n): self.n = n; self.x = {"n": n}
cache = {}
log = []
def one(n): cache[n] = A(n)
def two(n): log.append(B(n))
for i in range(300):
    one(i)
    if i % 2: two(i)
print(len(cache), len(log))
#> A | modules: __main__.cache | two_leaks.py:7 in one
#> B | modules: __main__.log | two_leaks.py:8 in two
