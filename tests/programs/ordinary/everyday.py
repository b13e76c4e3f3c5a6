import json, sys, math, random
from collections import defaultdict, Counter, namedtuple, deque, OrderedDict
from dataclasses import dataclass, field
from enum import Enum, IntEnum, auto
from functools import lru_cache, partial, reduce, total_ordering
from itertools import chain, groupby, islice, product, permutations, combinations, accumulate, zip_longest
from contextlib import contextmanager
from typing import Optional, List, Dict
from abc import ABC, abstractmethod

class Color(Enum):
    RED = 1
    GREEN = 2
    BLUE = auto()
class Level(IntEnum):
    LOW = 1
    HIGH = 10
print(Color.RED, Color(2), Color['BLUE'], list(Color), Color.RED.name, Color.RED.value, Level.HIGH > 5, Level.LOW + 1, repr(Level.HIGH), f"{Color.RED}", Color.RED is Color(1))

@dataclass(order=True)
class Item:
    name: str
    price: float = 0.0
    tags: List[str] = field(default_factory=list, compare=False)
    def total(self, qty: int = 1) -> float:
        return self.price * qty
items = [Item("apple", 1.25, ["fruit"]), Item("bread", 2.5), Item("apple", 0.99)]
print(sorted(items), items[0] == Item("apple", 1.25), items[0].total(4))
for it in items:
    print(f"{it.name:<10}|{it.price:>8.2f}|{','.join(it.tags) or '-':^9}|")

Point = namedtuple('Point', 'x y')
p = Point(3, 4)
print(p, p.x, p._replace(x=10), p._asdict(), math.hypot(*p), Point._fields, p == (3, 4))

class Shape(ABC):
    @abstractmethod
    def area(self): ...
    @property
    def doubled(self): return self.area() * 2
    def __repr__(self): return f"{type(self).__name__}({self.area():.2f})"
class Circle(Shape):
    def __init__(self, r): self.r = r
    def area(self): return math.pi * self.r ** 2
try:
    Shape()
except TypeError as e:
    print(e)
print(Circle(2), Circle(1).doubled)

@lru_cache(maxsize=None)
def fib(n): return n if n < 2 else fib(n - 1) + fib(n - 2)
print(fib(80), fib.cache_info())

@contextmanager
def tag(name):
    print(f"<{name}>")
    try:
        yield name
    finally:
        print(f"</{name}>")
with tag("a") as t, tag("b"):
    print(t)
try:
    with tag("c"):
        raise ValueError("inside")
except ValueError as e:
    print("caught", e)

words = "the quick brown fox jumps over the lazy dog the end".split()
c = Counter(words)
print(c.most_common(2), c['the'], c['none'], sum(c.values()))
dd = defaultdict(list)
for w in words: dd[len(w)].append(w)
print(dict(dd), sorted(dd.items(), key=lambda kv: -kv[0]))
for k, g in groupby(sorted(words, key=len), key=len):
    print(k, list(g))
print(list(islice(chain("ab", [1, 2]), 3)), list(product([1, 2], "xy")), list(permutations([1, 2, 3], 2))[:4], list(combinations("abcd", 2)), list(accumulate([1, 2, 3, 4])), list(zip_longest([1, 2, 3], "a", fillvalue="-")))
print(reduce(lambda a, b: a * b, range(1, 6)), partial(pow, 2)(10), list(map(lambda x, y: x + y, [1, 2], [3, 4])), list(filter(None, [0, 1, "", "a"])))
d = deque([1, 2, 3], maxlen=3)
d.append(4); d.appendleft(0); d.rotate(1)
print(d, list(d))
od = OrderedDict(a=1, b=2); od.move_to_end('a'); print(od, list(od))

def gen():
    try:
        x = yield 1
        print("got", x)
        yield from range(3)
        return "done"
    finally:
        print("closed")
g = gen()
print(next(g), g.send("hi"), list(g))
matrix = [[1, 2, 3], [4, 5, 6]]
print([list(r) for r in zip(*matrix)], {i: i ** 2 for i in range(5)}, {x % 3 for x in range(10)}, sum(x for r in matrix for x in r))
def deco(f):
    def wrapper(*a, **k):
        r = f(*a, **k)
        print(f"{f.__name__}{a}{k} -> {r}")
        return r
    return wrapper
@deco
def add(a, b=2, *args, c=3, **kw): return a + b + c + sum(args) + sum(kw.values())
add(1); add(1, 2, 3, c=4, z=5)
first, *mid, last = range(6)
print(first, mid, last)
(a, b), c2 = (1, 2), 3
a, b = b, a
print(a, b, c2)
try:
    try:
        1 / 0
    except ZeroDivisionError as e:
        raise RuntimeError("wrapped") from e
except RuntimeError as e:
    print(repr(e), repr(e.__cause__))
x = 5
match x:
    case 1: print("one")
    case 2 | 5: print("two or five")
match {"kind": "point", "pos": [1, 2, 3]}:
    case {"kind": "point", "pos": [a, *rest]}: print(a, rest)
print(json.dumps({"items": [i.name for i in items], "n": None}, indent=2, sort_keys=True))
print("%-10s|%5.2f|%03d" % ("abc", 3.14159, 7), "{:>10}|{:^10}|{:<10}".format("r", "c", "l"), f"{1234567.891:,.2f} {0.256:.1%} {255:#x} {'nested ' + f'{1+1}'}")
print(any(x > 3 for x in [1, 2]), all([]), max("apple", "fig", key=len), min([3, 1, 2]), sorted([3, 1, 2], reverse=True), list(reversed([1, 2])), list(enumerate("ab", 1)), divmod(17, 5), pow(3, 4, 5), round(2.567, 2), abs(-3))
if (n := len(words)) > 5: print(f"{n=}")
print([*range(3), *"ab"], {**{"a": 1}, "b": 2}, (lambda *a, **k: (a, k))(1, *[2, 3], k=4))
print(type(5).__name__, isinstance(True, int), issubclass(Circle, Shape), callable(len), hasattr(p, "x"), getattr(p, "zz", "default"), id(p) == id(p))
print(*sorted({"b": 1, "a": 2}), sep="-", end="!\n")
print(bytes([1, 2]).hex(), int("ff", 16), "abc"[::-1], "a,b".split(","), " x ".strip(), "abc".replace("b", "X"), "x".join("abc"), chr(65), ord("a"))
