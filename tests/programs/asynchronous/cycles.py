"""Coroutines and asynchronous generators as the collector sees them, and what dies with them."""
import gc
import sys
import types
import weakref


@types.coroutine
def pause(value):
    return (yield value)


async def hold(box):
    box.append("held")
    await pause(1)


async def items(box):
    try:
        while True:
            yield box
    finally:
        print("items closed")


gc.disable()
box = []
coroutine = hold(box)
print(gc.is_tracked(coroutine), sys.getrefcount(box), sys.getrefcount(coroutine))
coroutine.send(None)
box.append(coroutine)
reference = weakref.ref(coroutine)
del coroutine, box
print(reference() is not None, gc.collect(), reference())

box = []
generator = items(box)
step = generator.__anext__()
print(gc.is_tracked(generator), gc.is_tracked(step), type(step).__name__)
try:
    step.send(None)
except StopIteration as stop:
    print(stop.value is box)
box.append(generator)
reference = weakref.ref(generator)
del generator, step, box, stop
print(gc.collect(), reference())


async def outer(box):
    await hold(box)


coroutine = outer(box := [])
coroutine.send(None)
print(coroutine.cr_await.__name__, coroutine.cr_await.cr_frame.f_locals["box"] is box)
print([type(each).__name__ for each in gc.get_referents(coroutine.__await__())])
del coroutine
print(sys.getrefcount(box))


async def fails():
    try:
        await pause(1)
    finally:
        raise ValueError("in the end")


coroutine = fails()
coroutine.send(None)
try:
    coroutine.throw(KeyError("thrown"))
except ValueError as error:
    print(repr(error), repr(error.__context__))
del coroutine

seen = []
sys.set_asyncgen_hooks(firstiter=lambda each: seen.append("first"), finalizer=lambda each: seen.append(each))
generator = items([])
step = generator.asend(None)
try:
    step.send(None)
except StopIteration:
    pass
del generator, step
print(seen[0], type(seen[1]).__name__, sys.getrefcount(seen[1]))
sys.set_asyncgen_hooks(None, None)
revived = seen.pop()
try:
    revived.aclose().send(None)
except StopIteration:
    print("closed")
print(revived.ag_frame, revived.ag_running)
