"""An exception kept in a local variable of the frame that its traceback holds."""
import gc
import weakref

gc.collect()
gc.disable()


class Thing:
    pass


def keep():
    thing = Thing()
    reference = weakref.ref(thing)
    try:
        raise ValueError
    except ValueError as error:
        kept = error
    return reference


reference = keep()
print(reference() is None)
print(gc.collect() > 0, reference() is None)


def release():
    thing = Thing()
    reference = weakref.ref(thing)
    try:
        raise ValueError
    except ValueError as error:
        pass
    return reference


print(release()() is None, gc.collect())
