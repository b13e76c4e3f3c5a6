class Conn:
    def __init__(self, n): self.n = n; self.buf = [0] * 20
free = []
made = 0
def get():
    global made
    if free: return free.pop()
    made += 1
    return Conn(made)
def work(n):
    cs = [get() for _ in range(60)]
    free.extend(cs)
for i in range(50): work(i)
print(made)
