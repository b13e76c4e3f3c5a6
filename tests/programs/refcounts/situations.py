# sys.getrefcount wherever a reference can be: the numbers are those of CPython 3.11.
from sys import getrefcount as count


def argument(x):
    return count(x)


def keyword(*, x):
    return count(x)


def rest(*args):
    return count(args[0])


def rest_keywords(**kwargs):
    return count(kwargs["x"])


def default(x=[]):
    return count(x)


def through(x):
    return argument(x)


o = []
print("name", count(o))
p = o
print("two names", count(o))
del p
print("argument", argument(o), "keyword", keyword(x=o), "rest", rest(o), "rest keywords", rest_keywords(x=o))
print("through", through(o), "default", default(), "given", default(o))
print("star", argument(*[o]), "star tuple", argument(*(o,)), "star star", keyword(**{"x": o}))
print("list", count([o][0]), "temporary", count([]))
items = [o, o, o]
print("in list", count(o))
items.pop()
print("popped", count(o))
items.clear()
print("cleared", count(o))
mapping = {"a": o, 2: o}
print("in dict", count(o), count(mapping["a"]))
mapping.popitem()
print("popitem", count(o))
mapping = None
pair = (o, o)
print("in tuple", count(o))
first, second = pair
print("unpacked", count(o))
del first, second, pair
print("deleted", count(o))
first, *others = [o, o, o]
print("starred", count(o))
del first, others
print("set of frozen", count(frozenset()))


class Thing:
    def __init__(self, value=None):
        self.value = value

    def method(self):
        return count(self)

    def __call__(self, x):
        return count(self), count(x)

    def __eq__(self, other):
        print("eq", count(self), count(other))
        return NotImplemented

    __hash__ = object.__hash__


class Inside:
    def __init__(self, x):
        print("init", count(self), count(x))


class Fresh:
    def __new__(cls, x):
        print("new", count(x))
        return super().__new__(cls)

    def __init__(self, x):
        print("init", count(self), count(x))


t = Thing(o)
print("attribute", count(o), count(t))
t.value = None
print("attribute gone", count(o))
print("method", t.method(), "unbound", Thing.method(t))
bound = t.method
print("bound", count(t), bound())
del bound
print("bound gone", count(t))
print("call", t(o))
Inside(o)
Fresh(o)
t == o
print("is", t is t, count(t))


def closure():
    x = []
    inner = lambda: count(x)
    return count(x), inner(), count(inner.__closure__[0])


print("closure", closure())


def loop():
    x = []
    seen = []
    for item in [x, x]:
        seen.append(count(item))
    return seen, count(x), count(item)


print("loop", loop())


def comprehension():
    x = []
    return [count(item) for item in (x, x)], {count(item) for item in [x]}, count(x)


print("comprehension", comprehension())


def generate(x):
    yield count(x)
    yield count(x)


def generators():
    x = []
    g = generate(x)
    seen = [count(x), next(g), count(x)]
    h = (count(item) for item in [x])
    seen += [count(x), list(h), count(x)]
    g.close()
    return seen + [count(x), count(g)]


print("generators", generators())


def failing(x):
    raise ValueError(x)


def exceptions():
    x = []
    try:
        failing(x)
    except ValueError as error:
        seen = [count(x), count(error), count(error.args)]
    return seen, count(x)


print("exceptions", exceptions())


def finalized():
    x = []
    try:
        return count(x)
    finally:
        print("finally", count(x))


print("return", finalized())


def swap():
    x, y = [], []
    x, y = y, x
    return count(x), count(y)


print("swap", swap())


def augmented():
    x = []
    y = x
    x += [1]
    return count(x), x is y


print("augmented", augmented())


def conditional(x):
    return count(x) if x is not None else 0


print("conditional", conditional(o), count(o if True else None))


class Context:
    def __enter__(self):
        print("enter", count(self))
        return self

    def __exit__(self, *args):
        print("exit", count(self))


with Context() as context:
    print("inside", count(context))
print("after", count(context))


def deep(x, n):
    return count(x) if n == 0 else deep(x, n - 1)


print("deep", [deep(o, n) for n in range(4)])
print("map", list(map(count, [o])), "sorted", sorted([o], key=count) == [o])
print("slices", count([o, o][0:1][0]), count((o,)[0]))


def returned():
    x = []
    return x


print("returned", count(returned()))
nested = [[0] * 2] * 3
print("rows", count(nested[0]))
print("function", count(returned), count(Thing), count(Thing.method))
a = [1, 2, 3]
b = a
c = [a, a]
del b
c.pop()
del a
print("held by c", count(c[0]))
