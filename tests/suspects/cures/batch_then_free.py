import heapledger
class Rec:
    def __init__(self, n): self.n = n; self.f = {"a": n}
def batch(n):
    recs = [Rec(i) for i in range(200)]
    return sum(r.n for r in recs)
heapledger.snapshot("a")
for i in range(10): batch(i)
heapledger.snapshot("b")
print("ok")
