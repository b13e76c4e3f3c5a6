class LRU:
    def __init__(self, n): self.n = n; self.d = {}; self.order = []
    def put(self, k, v):
        if k not in self.d: self.order.append(k)
        self.d[k] = v
        if len(self.order) > self.n: del self.d[self.order.pop(0)]
class V:
    def __init__(self, n): self.text = "value %d " % n * 20
def main():
    c = LRU(64)
    for i in range(1500): c.put(i, V(i))
    print(len(c.d))
main()
