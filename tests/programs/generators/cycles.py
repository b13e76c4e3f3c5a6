# Cycles through generators, frames, tracebacks, closures: what the collector counts.
# An instance and its __dict__ count as two (DIFFERENCES.md), so plain containers are used.
import gc
import sys
import weakref

gc.disable()
gc.collect()


class Target:
    __slots__ = ("__weakref__", "item")


def forever(box):
    mine = box
    while True:
        yield mine


def generator_in_list():
    box = []
    g = forever(box)
    next(g)
    box.append(g)


generator_in_list()
print("generator in list", gc.collect())


def generator_never_started():
    box = []
    box.append(forever(box))


generator_never_started()
print("never started", gc.collect())


def closing(box):
    try:
        yield box
    finally:
        print("closed by the collector")


def generator_with_finally():
    box = []
    g = closing(box)
    next(g)
    box.append(g)


generator_with_finally()
print("with finally", gc.collect())


def self_generator():
    def inner():
        g = yield
        yield g

    g = inner()
    next(g)
    g.send(g)


self_generator()
print("itself", gc.collect())


def closure_cycle():
    def inner():
        return inner

    return None


closure_cycle()
print("closure", gc.collect())


def traceback_cycle():
    try:
        raise ValueError("kept")
    except ValueError as error:
        kept = error


traceback_cycle()
print("traceback", gc.collect() > 0)
print("again", gc.collect())


def frame_cycle():
    frame = sys._getframe()
    return None


frame_cycle()
print("frame", gc.collect() > 0)
print("again", gc.collect())


def weak_through_generator():
    target = Target()
    seen = weakref.ref(target)
    box = []
    g = forever([target, box])
    next(g)
    box.append(g)
    return seen


seen = weak_through_generator()
print(seen() is not None, gc.collect() > 0, seen() is None)


def outer():
    inner = forever([])
    yield from inner


g = outer()
print(next(g), g.gi_yieldfrom is not None, gc.is_tracked(g))
del g
print(gc.collect())


def alive(box):
    yield sys.getrefcount(box)
    del box
    yield "dropped"


box = []
g = alive(box)
print(sys.getrefcount(box), next(g), sys.getrefcount(box), next(g), sys.getrefcount(box))
print(gc.collect(), gc.garbage)
