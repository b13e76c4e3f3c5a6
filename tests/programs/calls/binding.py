# How arguments meet parameters, and what is said when they do not.


def plain(a, b, c):
    return a, b, c


def defaults(a, b=2, *rest, c=3, d, **more):
    return a, b, rest, c, d, sorted(more.items())


def positional(a, b, /, c, *, d=4):
    return a, b, c, d


def nothing():
    return "nothing"


def one(a):
    return a


def gather(*args, **kwargs):
    return args, sorted(kwargs.items())


def attempt(call):
    try:
        print(call())
    except TypeError as error:
        print("TypeError:", error)


print(plain(1, 2, 3), plain(c=3, b=2, a=1), plain(1, c=3, b=2))
print(defaults(1, d=0), defaults(1, 5, 6, 7, d=0, c=9, x=1, y=2))
print(positional(1, 2, 3), positional(1, 2, c=3, d=5))
print(gather(), gather(1, 2), gather(a=1), gather(*[1, 2], *(3,), **{"x": 1}, **{"y": 2}))
attempt(lambda: nothing(1))
attempt(lambda: nothing(1, 2))
attempt(lambda: one())
attempt(lambda: one(1, 2))
attempt(lambda: one(1, a=2))
attempt(lambda: one(b=2))
attempt(lambda: one(1, b=2))
attempt(lambda: plain(1))
attempt(lambda: plain(1, 2))
attempt(lambda: plain())
attempt(lambda: plain(1, 2, 3, 4))
attempt(lambda: plain(1, 2, 3, 4, c=1))
attempt(lambda: defaults(1))
attempt(lambda: defaults())
attempt(lambda: positional(1, b=2, c=3))
attempt(lambda: positional(a=1, b=2, c=3))
attempt(lambda: positional(1, 2))
attempt(lambda: positional(1, 2, 3, 4))
attempt(lambda: positional(1, 2, 3, 4, d=5))
attempt(lambda: gather(**{1: 2}))
attempt(lambda: gather(*3))
attempt(lambda: gather(**3))
attempt(lambda: gather(a=1, **{"a": 2}))
attempt(lambda: plain(*[1, 2], **{"c": 3}))
attempt(lambda: 3())
attempt(lambda: None(1))
attempt(lambda: (lambda x, y=1: 0)())
attempt(lambda: (lambda x, y=1: 0)(1, 2, 3))
attempt(lambda: (lambda *, k: 0)())
attempt(lambda: (lambda *, k, m: 0)())
attempt(lambda: (lambda *, k, m: 0)(1))


class Thing:
    def method(self, a):
        return a

    @classmethod
    def of(cls, a):
        return cls.__name__, a

    @staticmethod
    def plain(a):
        return a


attempt(lambda: Thing().method())
attempt(lambda: Thing().method(1, 2))
attempt(lambda: Thing.method(1))
attempt(lambda: Thing.of(1))
attempt(lambda: Thing.of())
attempt(lambda: Thing.plain())
attempt(lambda: Thing(1))


class Made:
    def __init__(self, a, *, b):
        self.both = a, b


class Wrong:
    def __init__(self):
        return 5


class Generated:
    def __init__(self):
        yield 1


attempt(lambda: Made(1, b=2).both)
attempt(lambda: Made())
attempt(lambda: Made(1))
attempt(lambda: Made(1, 2))
attempt(lambda: Made(1, b=2, c=3))
attempt(lambda: Wrong())
attempt(lambda: Generated())


def shared(item, to=[]):
    to.append(item)
    return to


print(shared(1), shared(2), shared(3, []), shared.__defaults__)
shared.__defaults__ = ([9],)
print(shared(1))
print(defaults.__kwdefaults__, plain.__code__.co_argcount, plain.__code__.co_varnames)
