class Model:
    def __init__(self): self.observers = []
    def attach(self, o): self.observers.append(o)
    def notify(self): 
        for o in self.observers: o.changed(self)
class View:
    def __init__(self, model, n):
        self.n = n; self.cache = [n] * 10; self.count = 0
        model.attach(self)
    def changed(self, model): self.count += 1
model = Model()
def open_window(n):
    v = View(model, n)
    model.notify()
for i in range(120): open_window(i)
print(len(model.observers))
#> View | modules: __main__.model.observers | observers.py:3 in Model.attach
