"""What nests tens of thousands deep without a function between: an answer or RecursionError, never the end."""
import functools
import itertools
import json

DEPTH = 20000


def nest(value, step, depth=DEPTH):
    for _ in range(depth):
        value = step(value)
    return value


def ask(name, question):
    try:
        print(name, question())
    except RecursionError:
        print(name, "RecursionError")


ask("isinstance", lambda: isinstance(1, nest(str, lambda inner: (inner,))))
ask("issubclass", lambda: issubclass(int, nest(str, lambda inner: (inner,))))
ask("json", lambda: json.dumps(nest(1, lambda inner: [inner])))
ask("less", lambda: nest(1, lambda inner: [inner]) < nest(1, lambda inner: [inner]))
ask("equal", lambda: nest(1, lambda inner: {1: inner}) == nest(1, lambda inner: {1: inner}))
ask("repr", lambda: repr(nest(1, lambda inner: [inner])))
ask("format", lambda: "%s" % (nest(1, lambda inner: (inner,)),))
ask("hash", lambda: isinstance(hash(nest(1, lambda inner: (inner,), 5000)), int))
ask("partial", lambda: nest(len, functools.partial, 1000)("abc"))
ask("chain", lambda: list(nest([1], itertools.chain, 5000)))
ask("map", lambda: list(nest([1], lambda inner: map(str, inner), 5000)))
print("the deepest ones end too:")
for step in (itertools.chain, lambda inner: map(str, inner), lambda inner: zip(inner), enumerate,
             lambda inner: filter(None, inner), lambda inner: itertools.islice(inner, 1)):
    deepest = nest([1], step, 50000)
    del deepest
print("end")
