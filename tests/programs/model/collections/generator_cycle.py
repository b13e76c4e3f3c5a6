"""A generator that is a local variable of its own frame."""
import gc

gc.collect()
gc.disable()


def generate():
    me = yield
    yield


g = generate()
next(g)
g.send(g)
del g
print(gc.collect())


class Holder:
    __slots__ = ("generator",)

    def items(self):
        yield self


h = Holder()
h.generator = h.items()
next(h.generator)
del h
print(gc.collect())
