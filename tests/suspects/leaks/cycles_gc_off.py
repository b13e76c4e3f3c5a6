import gc
gc.disable()
class Parent:
    def __init__(self, n): self.n = n; self.children = [Child(self) for _ in range(3)]
class Child:
    def __init__(self, parent): self.parent = parent
def build(n): Parent(n)
for i in range(150): build(i)
print("done")
#> list | null | cycles_gc_off.py:4 in Parent.__init__
