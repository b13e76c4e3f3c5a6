"""functools, itertools, contextlib, operator, time as ordinary programs use them."""

import functools
import itertools
import operator
import time
from contextlib import closing, contextmanager, suppress, ExitStack


@functools.lru_cache(maxsize=None)
def fibonacci(n):
    return n if n < 2 else fibonacci(n - 1) + fibonacci(n - 2)


print(fibonacci(80), fibonacci.cache_info())
fibonacci.cache_clear()
print(fibonacci.cache_info(), fibonacci.__wrapped__.__name__)


def timed(function):
    @functools.wraps(function)
    def wrapper(*args, **kwargs):
        start = time.perf_counter()
        result = function(*args, **kwargs)
        return result, time.perf_counter() - start >= 0

    return wrapper


@timed
def work(n, *, power=2):
    """Sums powers."""
    return sum(i ** power for i in range(n))


print(work(100), work(10, power=3), work.__name__, work.__doc__)


def retry(times, exceptions=(Exception,)):
    def decorate(function):
        @functools.wraps(function)
        def wrapper(*args):
            for attempt in range(times):
                try:
                    return function(*args)
                except exceptions as error:
                    print("attempt", attempt + 1, "failed:", error)
            raise RuntimeError("gave up")

        return wrapper

    return decorate


state = {"calls": 0}


@retry(3, exceptions=(ValueError,))
def flaky(limit):
    state["calls"] += 1
    if state["calls"] < limit:
        raise ValueError(f"call {state['calls']}")
    return "ok"


print(flaky(3))
try:
    state["calls"] = -10
    flaky(3)
except RuntimeError as error:
    print(error)
add = functools.partial(operator.add, 10)
print(add(5), functools.reduce(operator.mul, range(1, 6)), sorted("bca", key=functools.cmp_to_key(lambda a, b: (a > b) - (a < b))))
print(list(itertools.chain([1], (2, 3), "a")), list(itertools.islice(itertools.count(5, 5), 3)), list(itertools.zip_longest([1, 2], "a")))
print([(k, list(g)) for k, g in itertools.groupby("aabbbc")], list(itertools.accumulate([1, 2, 3])), list(itertools.product("ab", [1, 2])))
print(list(itertools.permutations([1, 2, 3], 2)), list(itertools.combinations("abc", 2)), list(itertools.takewhile(lambda x: x < 3, range(9))))
print(list(map(operator.itemgetter(1), [(1, 2), (3, 4)])), operator.attrgetter("__name__")(work), list(itertools.starmap(pow, [(2, 3)])))


@contextmanager
def tag(name):
    print(f"<{name}>")
    try:
        yield name.upper()
    except KeyError as error:
        print("swallowed", error)
    finally:
        print(f"</{name}>")


with tag("a") as upper, tag("b"):
    print(upper)
    {}["x"]
with suppress(ZeroDivisionError):
    1 / 0
with ExitStack() as stack:
    for name in "xy":
        stack.enter_context(tag(name))
    stack.callback(print, "callback")


class Resource:
    def close(self):
        print("closed")


with closing(Resource()):
    print("open")


class Lazy:
    def __init__(self):
        self.computed = 0

    @functools.cached_property
    def value(self):
        self.computed += 1
        return 42


lazy = Lazy()
print(lazy.value, lazy.value, lazy.computed, lazy.__dict__)


@functools.singledispatch
def describe(value):
    return "something"


@describe.register
def _(value: int):
    return "an int"


@describe.register(list)
def _(value):
    return f"a list of {len(value)}"


print(describe(1), describe([1, 2]), describe("x"))
