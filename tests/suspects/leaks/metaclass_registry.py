class Meta(type):
    registry = {}
    def __new__(mcls, name, bases, ns):
        cls = super().__new__(mcls, name, bases, ns)
        Meta.registry[name] = cls
        return cls
def make(n):
    return Meta("Form%d" % n, (object,), {"fields": ["a", "b"], "n": n})
for i in range(100): make(i)
print(len(Meta.registry))
#> Meta | modules: __main__.Meta.registry | metaclass_registry.py:5 in Meta.__new__
