"""A class is a cycle of its own: it dies by collection."""
import gc
import weakref

gc.collect()
gc.disable()


def make():
    class Local:
        def method(self):
            pass

    return weakref.ref(Local)


reference = make()
print(reference() is not None)
print(gc.collect() > 0, reference() is None)


class Base:
    pass


def derive():
    class Derived(Base):
        pass

    return len(Base.__subclasses__())


print(derive(), len(Base.__subclasses__()))
gc.collect()
print(len(Base.__subclasses__()))
