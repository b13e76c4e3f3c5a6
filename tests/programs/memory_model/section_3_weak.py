"""The memory model, section 3, sentence by sentence."""

import sys
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
proxy = weakref.proxy(bound := C())
proxy.attribute = 5
print("a proxy stands for its object:", bound.attribute, weakref.proxy(bound) is proxy)
del bound
try:
    proxy.attribute
except ReferenceError as error:
    print(error)


class Slotted:
    __slots__ = ("x", "__weakref__")

    def method(self):
        return "called"


slotted = Slotted()
print("with __weakref__ among the slots:", weakref.ref(slotted)() is slotted)
values, keys, members = weakref.WeakValueDictionary(), weakref.WeakKeyDictionary(), weakref.WeakSet()
values["key"], keys[slotted] = slotted, "value"
members.add(slotted)
method = weakref.WeakMethod(slotted.method)
print(values["key"] is slotted, keys[slotted], slotted in members, method()())
count = sys.getrefcount(slotted)
extra = weakref.ref(slotted)
print("a weak reference is no reference:", sys.getrefcount(slotted) - count)
del slotted
print(len(values), len(keys), len(members), method(), extra())
for name in "ref proxy getweakrefcount getweakrefs WeakValueDictionary WeakKeyDictionary WeakSet WeakMethod finalize".split():
    assert hasattr(weakref, name)
c = C()
f = weakref.finalize(c, print, "finalized")
print(f.alive, f.peek()[1:], f.atexit)
print(f.detach()[1:], f.alive, f.peek(), f.detach(), f())
f = weakref.finalize(c, print, "called by hand")
print(f(), f.alive, f())
f = weakref.finalize(c, print, "not at the exit")
f.atexit = False
weakref.finalize(C(), print, "when it dies")
weakref.finalize(c, print, "at the exit, the newest first")
f = weakref.finalize(c, print, "at the exit")
print("end")
