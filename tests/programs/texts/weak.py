"""What texts on weak references show."""

import gc
import weakref


class Thing:
    def __init__(self, name):
        self.name = name

    def __repr__(self):
        return f"Thing({self.name})"

    def greet(self):
        return "I am " + self.name


def died(reference):
    print("died:", reference() is None)


thing = Thing("one")
reference = weakref.ref(thing)
again = weakref.ref(thing)
called = weakref.ref(thing, died)
print(reference() is thing, reference is again, called is reference, weakref.getweakrefcount(thing))
print(reference == called, hash(reference) == hash(thing), len(weakref.getweakrefs(thing)))
proxy = weakref.proxy(thing)
print(proxy.name, proxy.greet(), type(proxy).__name__)
proxy.name = "renamed"
print(thing)
del thing
print(reference(), called(), weakref.getweakrefcount(reference))
try:
    proxy.name
except ReferenceError as error:
    print("ReferenceError:", error)
for value in (5, "text", (1,), [1], {}, None, 1.5):
    try:
        weakref.ref(value)
    except TypeError as error:
        print(error)
print(weakref.ref({1}) is not None, weakref.ref(print)() is print, weakref.ref(Thing)() is Thing)


class Slots:
    __slots__ = ("x",)


class WeakSlots:
    __slots__ = ("x", "__weakref__")


try:
    weakref.ref(Slots())
except TypeError as error:
    print(error)
print(weakref.ref(WeakSlots())())

values = weakref.WeakValueDictionary()
one, two = Thing("1"), Thing("2")
values["one"], values["two"] = one, two
print(len(values), sorted(values), "one" in values, values.get("three", "none"), values["two"])
del two
print(len(values), list(values.items()))
try:
    values["two"]
except KeyError as error:
    print("KeyError:", error)
keys = weakref.WeakKeyDictionary()
keys[one] = "data"
temporary = Thing("t")
keys[temporary] = "more"
print(len(keys), sorted(keys.values()))
del temporary
print(len(keys), keys[one], one in keys)
group = weakref.WeakSet([one])
group.add(Thing("gone at once"))
print(len(group), one in group, list(group))

method = weakref.WeakMethod(one.greet)
print(method()(), method() == one.greet)


def goodbye(name):
    print("goodbye", name)


finalizer = weakref.finalize(one, goodbye, "one")
print(finalizer.alive, finalizer.peek()[2])
del one
print(finalizer.alive, method(), len(values), len(keys), len(group))
detached = Thing("detached")
finalizer = weakref.finalize(detached, goodbye, "never")
finalizer.detach()
del detached
order = Thing("order")
callbacks = [weakref.ref(order, lambda r, n=n: print("callback", n)) for n in range(3)]
del order


def bad(reference):
    raise RuntimeError("in a callback")


thing = Thing("x")
first = weakref.ref(thing, lambda r: print("first still runs"))
second = weakref.ref(thing, bad)
del thing
at_exit = Thing("exit")
last = weakref.finalize(at_exit, goodbye, "at exit")
kept = Thing("kept")
silent = weakref.finalize(kept, goodbye, "not at exit")
silent.atexit = False
print("end")
