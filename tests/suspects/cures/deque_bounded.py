from collections import deque
class M:
    def __init__(self, n): self.n = n
h = deque(maxlen=30)
for i in range(800): h.append(M(i))
print(len(h))
