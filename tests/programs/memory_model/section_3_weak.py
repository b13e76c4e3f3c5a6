"""The memory model, section 3, sentence by sentence."""

import weakref


class C:
    pass


class NoWeak:
    __slots__ = ("x",)


c = C()
print("a ref without callback is shared:", weakref.ref(c) is weakref.ref(c), weakref.getweakrefcount(c))
order = []
refs = [weakref.ref(c, lambda r, n=n: order.append((n, r() is None))) for n in range(3)]
bad = weakref.ref(c, lambda r: 1 / 0)
print("count:", weakref.getweakrefcount(c), len(weakref.getweakrefs(c)))
del c
print("newest first, once, after the ref is dead:", order)
for value in (5, "text", (1,), [1], {}):
    try:
        weakref.ref(value)
    except TypeError as error:
        print(error)
try:
    weakref.ref(NoWeak())
except TypeError as error:
    print(error)
for name in "ref proxy getweakrefcount getweakrefs WeakValueDictionary WeakKeyDictionary WeakSet WeakMethod finalize".split():
    assert hasattr(weakref, name)
c = C()
f = weakref.finalize(c, print, "finalized")
print(f.alive, f.peek()[1:], f.atexit)
print(f.detach()[1:], f.alive)
f = weakref.finalize(c, print, "at the exit")
print("end")
