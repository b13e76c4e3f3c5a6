# Generators: next, send, throw, close, return values, yield from, and their states.


def count(n):
    print("start")
    for i in range(n):
        got = yield i
        if got:
            print("got", got)
    return "end"


g = count(3)
print(next(g), g.send("hello"), next(g))
try:
    next(g)
except StopIteration as stop:
    print("stop", stop.value)
print(list(count(2)), next(g, "default"))
g = count(1)
try:
    g.send(5)
except TypeError as error:
    print("TypeError:", error)


def catches():
    while True:
        try:
            yield "waiting"
        except ValueError as error:
            yield "caught %s" % error


g = catches()
print(next(g), g.throw(ValueError("v")), next(g), g.throw(ValueError, "w"))
try:
    g.throw(KeyError("k"))
except KeyError as error:
    print("KeyError:", error)
print(list(g))


def cleans():
    try:
        yield 1
        yield 2
    finally:
        print("cleaned")


g = cleans()
next(g)
g.close()
print(list(g))
g = cleans()
next(g)
del g
g = cleans()
g.close()
print("not started: nothing to clean")


def stubborn():
    try:
        yield 1
    except GeneratorExit:
        yield 2


g = stubborn()
next(g)
try:
    g.close()
except RuntimeError as error:
    print("RuntimeError:", error)
del g


def stops():
    yield 1
    raise StopIteration("inside")


try:
    list(stops())
except RuntimeError as error:
    print("RuntimeError:", error, repr(error.__cause__))


def inner():
    try:
        received = yield "a"
        print("inner received", received)
        yield "b"
    except KeyError:
        yield "inner caught"
    return "inner result"


def outer():
    result = yield from inner()
    print("result", result)
    yield from [1, 2]
    yield from (x * x for x in range(3))
    return "outer result"


g = outer()
print(next(g), g.send("S"), list(g))
g = outer()
next(g)
print(g.throw(KeyError("k")), next(g))
g = outer()
next(g)
try:
    g.throw(ValueError("v"))
except ValueError as error:
    print("through", error)


def delegating_close():
    yield from cleans()


g = delegating_close()
next(g)
g.close()


def chain(n):
    if n:
        yield from chain(n - 1)
    yield n


print(list(chain(5)))


class Iterator:
    def __init__(self):
        self.n = 0

    def __iter__(self):
        return self

    def __next__(self):
        self.n += 1
        if self.n > 2:
            raise StopIteration("value")
        return self.n

    def send(self, value):
        return "sent %r" % value

    def throw(self, *args):
        return "thrown"


def over_iterator():
    result = yield from Iterator()
    yield "result", result


g = over_iterator()
print(next(g), g.send("x"), g.throw(ValueError), list(g))


def running():
    try:
        next(g)
    except ValueError as error:
        print("ValueError:", error)
    yield 1


g = running()
next(g)
print(g.gi_frame is None, g.gi_running, g.gi_code.co_name, g.__name__)
list(g)
print(g.gi_frame)
print(sum(x for x in range(10)), max(x * x for x in (3, -4)), [*map(lambda x: x + 1, (y for y in range(3)))])


def handles():
    try:
        raise ValueError("held")
    except ValueError:
        yield 1
        try:
            raise
        except ValueError as error:
            yield "raised again %s" % error


g = handles()
next(g)
try:
    raise KeyError("outside")
except KeyError:
    print(next(g))
    try:
        raise
    except KeyError as error:
        print("still", error)


def infinite():
    n = 0
    while True:
        yield n
        n += 1


for number in infinite():
    if number == 1000:
        break
print(number)


def fib():
    a, b = 0, 1
    while True:
        yield a
        a, b = b, a + b


print([next(f) for f in [fib()] for _ in range(15)])
