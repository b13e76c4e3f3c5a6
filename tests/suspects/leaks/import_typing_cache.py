import contextlib, enum, functools, pathlib, tempfile, typing, unittest.mock
class Schema:
    cache: typing.Dict[str, "Schema"] = {}
    def __init__(self, name): self.name = name; self.fields = [name + ".id", name + ".n"]
    @classmethod
    def of(cls, name):
        if name not in cls.cache: cls.cache[name] = cls(name)
        return cls.cache[name]
def request(n): return Schema.of("tenant%d" % n).fields[0]
for i in range(100): request(i)
print(len(Schema.cache))
#> Schema | modules: __main__.Schema.cache | import_typing_cache.py:7 in Schema.of
