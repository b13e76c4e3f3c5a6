"""Objects that come back, once and again, in collections and without, and exceptions in finalizers and callbacks."""
import gc
import weakref

back = []


class Phoenix:
    def __init__(self):
        self.itself = self

    def __del__(self):
        back.append(self)
        raise ValueError("reported")


def fails(reference):
    raise KeyError("reported")


for number in range(20):
    phoenix = Phoenix()
    reference = weakref.ref(phoenix, fails)
    if number % 2:
        phoenix.itself = None
    del phoenix
    gc.collect(number % 3)
    if number % 5 == 0:
        back.clear()
back[0].later = back
