class Registry:
    _instance = None
    def __init__(self): self.handlers = []
    @classmethod
    def get(cls):
        if cls._instance is None: cls._instance = cls()
        return cls._instance
class Handler:
    def __init__(self, name): self.name = name; self.options = {"name": name}
def request(i):
    Registry.get().handlers.append(Handler("h%d" % i))
for i in range(250): request(i)
print(len(Registry.get().handlers))
#> Handler | modules: __main__.Registry._instance.handlers | singleton_attribute.py:11 in request
