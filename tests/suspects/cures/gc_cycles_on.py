class P:
    def __init__(self, n): self.n = n; self.me = self; self.d = {"p": self}
def f(n): P(n)
for i in range(3000): f(i)
print("ok")
