"""What texts on reference counting show first: sys.getrefcount in the usual situations."""

import sys


def count(value):
    return sys.getrefcount(value)


x = []
print("new list:", sys.getrefcount(x))
y = x
z = [x]
print("two more:", sys.getrefcount(x))
print("inside a function:", count(x))
del y
print("after del:", sys.getrefcount(x))
z.clear()
print("after clear:", sys.getrefcount(x))

a = [1, 2, 3]
b = a
c = [a, a]
del b
c.pop()
del a
print("held by c:", sys.getrefcount(c[0]) - 1)


class Holder:
    shared = []

    def __init__(self, value):
        self.value = value

    def get(self):
        return self.value


value = object()
holders = [Holder(value) for _ in range(5)]
print("five holders:", sys.getrefcount(value))
method = holders[0].get
print("bound method:", sys.getrefcount(holders[0]), sys.getrefcount(method))
del method
print("without:", sys.getrefcount(holders[0]))
holders.pop().value = None
print("four holders:", sys.getrefcount(value))
table = {"key": value, value: "value"}
print("in a dict:", sys.getrefcount(value))
pair = (value, value)
print("in a tuple:", sys.getrefcount(value))


def default(argument=value):
    return sys.getrefcount(argument)


print("as a default:", sys.getrefcount(value), default())


def outer():
    captured = []

    def inner():
        return captured

    return inner, sys.getrefcount(captured)


inner, inside = outer()
print("captured:", inside, sys.getrefcount(inner()))
print("closure cell:", inner.__closure__[0].cell_contents is inner())


def variadic(*args, **kwargs):
    return sys.getrefcount(args[0]), sys.getrefcount(kwargs["k"])


item = []
print("variadic:", variadic(item, k=item))
print("loop:", [sys.getrefcount(thing) for thing in [item]])
for thing in [item, item]:
    print("loop variable:", sys.getrefcount(thing))
del thing
generator = (sys.getrefcount(element) for element in (item,))
print("generator:", next(generator))
first, *rest = [item, item, item]
print("unpacked:", sys.getrefcount(item), len(rest))
try:
    raise ValueError(item)
except ValueError as error:
    print("in an exception:", sys.getrefcount(item), sys.getrefcount(error))
print("after it:", sys.getrefcount(item))
print("function:", sys.getrefcount(outer), "class:", sys.getrefcount(Holder) > 2)
text = "".join(["not", "interned"])
print("text:", sys.getrefcount(text))
print("nested:", sys.getrefcount([[]][0]), sys.getrefcount([]))
same = [[0] * 3] * 3
print("one row three times:", sys.getrefcount(same[0]) - 1)
