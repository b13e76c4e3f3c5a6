class Watched:
    def __set_name__(self, owner, name): self.name = "_" + name; self.watchers = []
    def __get__(self, instance, owner): return self if instance is None else getattr(instance, self.name)
    def __set__(self, instance, value):
        setattr(instance, self.name, value)
        for watcher in self.watchers[-1:]: watcher(value)
class Model:
    price = Watched()
class View:
    def __init__(self, n):
        self.n = n
        self.values = []
        Model.price.watchers.append(self.values.append)
model = Model()
for i in range(90):
    View(i)
    model.price = i
print(len(Model.price.watchers))
#> builtin_function_or_method | modules: __main__.Model.price.watchers | set_name_observers.py:13 in View.__init__
