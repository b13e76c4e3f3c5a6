"""__del__ that stores, deletes and calls."""


class Registry:
    items = {}


class Item:
    def __init__(self, name):
        self.name = name
        Registry.items[name] = id(self)

    def __del__(self):
        del Registry.items[self.name]
        print("removed", self.name, sorted(Registry.items))


a, b, c = Item("a"), Item("b"), Item("c")
del b
a = c
del a
del c
print(Registry.items)
