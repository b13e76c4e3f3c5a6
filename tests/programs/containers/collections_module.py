"""collections: deque, defaultdict, OrderedDict, Counter, namedtuple, ChainMap, UserDict, UserList."""
import sys
from collections import ChainMap, Counter, OrderedDict, UserDict, UserList, defaultdict, deque, namedtuple


def attempt(action):
    try:
        return action()
    except Exception as error:
        return f"{type(error).__name__}: {error}"


d = deque([1, 2, 3], maxlen=4)
d.append(4)
d.append(5)
d.appendleft(0)
print(d, len(d), d[0], d[-1], d.maxlen, list(reversed(d)), 3 in d)
d = deque("abcdef")
d.rotate(2)
print(d)
d.rotate(-3)
d.extend("gh")
d.extendleft("xy")
d.insert(2, "i")
d.remove("a")
print(d, d.pop(), d.popleft(), d.count("c"), d.index("d"))
d.reverse()
d[0] = "first"
del d[1]
print(d, d.copy() == d, deque([1]) + deque([2]), deque([1, 2]) * 2, deque([1]) < deque([2]), bool(deque()))
d.clear()
print(attempt(d.pop), attempt(d.popleft), attempt(lambda: d[0]), attempt(lambda: d.remove(1)), attempt(lambda: deque(maxlen=-1)))


def change_while_walking():
    q = deque([1, 2])
    for item in q:
        q.append(item)


print(attempt(change_while_walking))
print(sys.getsizeof(deque()), sys.getsizeof(deque(range(100))), sys.getsizeof(deque([1] * 1000)))
window = deque(maxlen=3)
for i in range(10):
    window.append(i)
print(window, deque([deque([1])]))

groups = defaultdict(list)
for word in "the quick brown fox jumps over the lazy dog".split():
    groups[len(word)].append(word)
print(groups, groups[99], len(groups), groups.get(7), 7 in groups)
counts = defaultdict(int, a=5)
counts["a"] += 1
counts["b"] += 1
print(counts, dict(counts), counts.default_factory, attempt(lambda: defaultdict()["x"]), attempt(lambda: defaultdict(5)))
print(defaultdict(lambda: defaultdict(int)).__class__.__name__, counts.copy(), counts | {"c": 1})
tree = defaultdict(lambda: defaultdict(list))
tree["a"]["b"].append(1)
print({key: dict(value) for key, value in tree.items()})

o = OrderedDict(a=1, b=2, c=3)
o.move_to_end("a")
print(o, list(o))
o.move_to_end("c", last=False)
print(o, o.popitem(), o.popitem(last=False), o)
print(OrderedDict(a=1, b=2) == OrderedDict(b=2, a=1), OrderedDict(a=1, b=2) == dict(b=2, a=1), OrderedDict())
print(attempt(lambda: OrderedDict().popitem()), attempt(lambda: o.move_to_end("zz")), list(reversed(OrderedDict(x=1, y=2))))
cache = OrderedDict()
for i in range(300):
    cache[i % 37] = i
    cache.move_to_end(i % 37)
    if len(cache) > 5:
        cache.popitem(last=False)
print(cache)

c = Counter("mississippi")
print(c, c["s"], c["z"], c.most_common(2), sorted(c.elements()), c.total(), c.most_common())
c.update("sip")
c.subtract({"i": 10})
print(c, c + Counter(), -c, c & Counter("sss"), c | Counter("z"), c - Counter("ss"))
print(Counter(a=1) == Counter(a=1, b=0), Counter([1, 2, 1]), Counter(), Counter(x=2, y=1))
del c["nothing"]
print(attempt(lambda: Counter.fromkeys("ab")), Counter("abc") <= Counter("aabbcc"))

Point = namedtuple("Point", "x y")
p = Point(1, y=2)
print(p, p.x, p[1], p._replace(x=5), p._asdict(), Point._fields, Point._make([3, 4]), p == (1, 2))
x, y = p
print(x, y, isinstance(p, tuple), attempt(lambda: Point(1)), attempt(lambda: Point(1, 2, 3)), attempt(lambda: p.z))
Person = namedtuple("Person", ["name", "age", "city"], defaults=["nowhere"])
print(Person("ann", 30), Person._field_defaults, attempt(lambda: namedtuple("Bad", "class")), attempt(lambda: setattr(p, "x", 1)))
print(sorted([Person("b", 1), Person("a", 2)]), {Point(1, 2): "key"}[(1, 2)])


class Vector(namedtuple("Vector", "x y")):
    __slots__ = ()

    def length(self):
        return (self.x**2 + self.y**2) ** 0.5


print(Vector(3, 4), Vector(3, 4).length())

chain = ChainMap({"a": 1}, {"a": 2, "b": 3})
chain["c"] = 4
print(chain["a"], chain["b"], chain, len(chain), sorted(chain), chain.new_child({"a": 0})["a"], chain.parents, "z" in chain)
print(attempt(lambda: chain["zz"]), attempt(lambda: chain.pop("b")), chain.get("q", 5))


class Upper(UserDict):
    def __setitem__(self, key, value):
        super().__setitem__(key.upper(), value)


u = Upper(a=1)
u["b"] = 2
print(u, u["A"], len(u), "B" in u, list(u.items()), u.pop("A"), u)
l = UserList([1, 2])
l.append(3)
print(l, l[0], l[1:], l + [4], len(l), 2 in l, l == [1, 2, 3])
