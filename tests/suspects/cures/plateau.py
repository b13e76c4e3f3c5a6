pool = {}
class Conn:
    def __init__(self, k): self.k = k; self.buf = [0] * 10
def get(k):
    if k not in pool: pool[k] = Conn(k)
    return pool[k]
for i in range(2000): get(i % 40)
print(len(pool))
