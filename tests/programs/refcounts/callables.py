# sys.getrefcount of what calls carry: through natives, decorators, operators, special methods.
import functools
from sys import getrefcount as count


class Probe:
    def __init__(self):
        self.seen = []

    def note(self, *objects):
        self.seen.append([count(o) for o in objects])

    def __len__(self):
        self.note(self)
        return 1

    def __bool__(self):
        self.note(self)
        return True

    def __add__(self, other):
        self.note(self, other)
        return self

    def __radd__(self, other):
        self.note(self)
        return self

    def __iadd__(self, other):
        self.note(self)
        return self

    def __getitem__(self, key):
        self.note(self, key)
        return key

    def __setitem__(self, key, value):
        self.note(self, key, value)

    def __delitem__(self, key):
        self.note(self, key)

    def __contains__(self, item):
        self.note(self, item)
        return True

    def __iter__(self):
        self.note(self)
        return iter(())

    def __lt__(self, other):
        self.note(self, other)
        return True

    def __hash__(self):
        self.note(self)
        return 1

    def __neg__(self):
        self.note(self)
        return self

    def __int__(self):
        self.note(self)
        return 1

    def __index__(self):
        self.note(self)
        return 0

    def __str__(self):
        self.note(self)
        return "text"

    def __format__(self, spec):
        self.note(self)
        return "formatted"

    @property
    def computed(self):
        self.note(self)
        return 1

    @classmethod
    def of_class(cls, x):
        return count(x)

    @staticmethod
    def static(x):
        return count(x)


def show(name, probe):
    print(name, probe.seen)
    probe.seen = []


def main():
    p = Probe()
    o = []
    len(p), bool(p), p + o, o + p, p[o]
    show("binary", p)
    p[o] = o
    del p[o]
    o in p
    iter(p), -p, int(p), str(p), f"{p}", [1][p]
    show("protocol", p)
    if p:
        show("if", p)
    not p
    show("not", p)
    p < o, p.computed
    show("compare", p)
    p += o
    show("in place", p)
    {p: 1}
    show("hash", p)
    sorted([p, p])
    show("sorted", p)
    print(p.of_class(o), Probe.of_class(o), p.static(o), Probe.static(o))


main()


def decorate(function):
    @functools.wraps(function)
    def wrapper(*args, **kwargs):
        return function(*args, **kwargs)

    return wrapper


@decorate
def decorated(x):
    return count(x)


def plain(x):
    return count(x)


def natives():
    o = []
    print("decorated", decorated(o), decorated(x=o))
    print("map", list(map(plain, [o])), [x for x in map(plain, (o,))])
    print("filter", [count(x) for x in filter(lambda x: True, [o])])
    print("zip", [(count(a), count(b)) for a, b in zip([o], [o])])
    print("enumerate", [count(x) for _, x in enumerate([o])])
    print("sorted key", sorted([o], key=lambda x: count(x)) == [o])
    print("min", count(min([o], [[1]])), "getattr", count(getattr(Holder(o), "item")))
    print("reduce", functools.reduce(lambda a, b: count(b), [o, o]))
    print("dict", count(dict(a=o)["a"]), count({}.setdefault("k", o)), count({"k": o}.get("k")))
    print("pop", count([o].pop()), count({"k": o}.pop("k")), count([o].copy()[0]))
    print("next", count(next(iter([o]))), count(next(iter((o,)))), count(next(x for x in [o])))
    print("exec", count(eval("o", {"o": o})))
    print("set", count({1: o}[1]), count((lambda: o)()), count((o, 1)[0]))


class Holder:
    def __init__(self, item):
        self.item = item

    def __enter__(self):
        return self.item

    def __exit__(self, *details):
        pass


class Slots:
    __slots__ = ("item",)


def holders():
    o = []
    h = Holder(o)
    print("held", count(o), count(h.item), count(h), count(h.__dict__))
    with h as item:
        print("with", count(item), count(h))
    del item
    s = Slots()
    s.item = o
    print("slots", count(o))
    del s.item
    print("slots gone", count(o))
    vars(h)["other"] = o
    print("vars", count(o))
    del h
    print("holder gone", count(o))
    method = Holder(o).__init__
    print("bound", count(method), count(method.__self__))
    del method
    print("released", count(o))
    try:
        raise KeyError(o)
    except KeyError as error:
        print("key", count(o), count(error))
    print("after", count(o))
    try:
        try:
            raise KeyError(o)
        except KeyError:
            raise ValueError
    except ValueError as error:
        print("context", count(error.__context__), count(o))
    print("after", count(o))


natives()
holders()
