class TTL:
    def __init__(self, ttl): self.ttl = ttl; self.data = {}; self.now = 0
    def put(self, k, v):
        self.now += 1
        self.data[k] = (self.now, v)
        for key in [q for q, (t, _) in self.data.items() if self.now - t > self.ttl]: del self.data[key]
class Thing:
    def __init__(self, n): self.n = n
c = TTL(20)
for i in range(500): c.put(i, Thing(i))
print(len(c.data))
