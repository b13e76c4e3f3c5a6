class Model:
    def __init__(self): self.o = []
    def attach(self, x): self.o.append(x)
    def detach(self, x): self.o.remove(x)
class View:
    def __init__(self, m): self.m = m; m.attach(self)
    def close(self): self.m.detach(self)
m = Model()
def win():
    v = View(m); v.close()
for i in range(400): win()
print(len(m.o))
