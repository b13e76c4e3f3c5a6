class P:
    def __init__(self): self.c = [C(self) for _ in range(3)]
class C:
    def __init__(self, p): self.p = p
def f(): P()
for i in range(2000): f()
print("ok")
