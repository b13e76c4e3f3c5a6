"""Dicts: methods, views as sets, order, sizes, changes while they are walked or compared."""
import sys


def attempt(action):
    try:
        return action()
    except Exception as error:
        return f"{type(error).__name__}: {error}"


d = {"a": 1, "b": 2}
d["c"] = 3
print(d, len(d), "a" in d, "z" in d, d.get("z"), d.get("z", 0), d["b"])
print(d.setdefault("a", 9), d.setdefault("d"), d.pop("d"), d.pop("zz", None), d.popitem(), d)
d.update({"x": 1}, y=2)
d.update([("z", 3), ["w", 4]])
print(d, list(d), list(d.values()), list(d.items()), list(reversed(d)))
del d["x"]
d["x"] = "again"
print(d, d.keys(), d.values(), d.items())
print(dict([(1, 2)]), dict(a=1), dict({"q": 1}, r=2), dict.fromkeys("abc", 0), dict.fromkeys([1]))
print({1: "int", 1.0: "float", True: "bool"}, {**d, "k": 1} == d | {"k": 1})
e = {"a": 1}
f = e
e |= {"b": 2}
e |= [("c", 3)]
print(f, e is f, e | {"a": 5}, {"a": 1} == {"a": 1.0}, {"a": 1} != {"b": 1})
print(attempt(lambda: {}["missing"]), attempt(lambda: {}.pop(1)), attempt(lambda: {}.popitem()))
print(attempt(lambda: {[]: 1}), attempt(lambda: dict(5)), attempt(lambda: dict([1])))
print(attempt(lambda: dict([(1, 2, 3)])), attempt(lambda: {} < {}), attempt(lambda: {} | 5))
print(attempt(lambda: {}.fromkeys()), attempt(lambda: hash({})), attempt(lambda: {}.get()))


def g(**kwargs):
    return kwargs


print(attempt(lambda: g(**{"a": 1}, **{"a": 2})), attempt(lambda: g(**5)), g(**{"a": 1}, b=2))

keys = {1: 1, 2: 2, 3: 3}.keys()
print(keys & {2, 3, 4}, keys | {9}, keys - {1}, keys ^ {3, 4}, keys <= {1, 2, 3}, keys == {1, 2, 3})
print(keys.isdisjoint([7]), {1, 2} & keys, (1, 1) in {1: 1}.items(), 2 in keys)
items = {"a": 1, "b": 2}.items()
print(items & {("a", 1)}, sorted(items - {("a", 1)}), items == {("a", 1), ("b", 2)})
print(list(reversed({"a": 1, "b": 2}.items())), list(reversed({"a": 1, "b": 2}.values())))
print(len(keys), attempt(lambda: keys + 1), {}.keys() == set(), repr({}.values()))


def walk_and(change):
    numbers = {i: i for i in range(5)}
    for key in numbers:
        change(numbers, key)
    return numbers


print(attempt(lambda: walk_and(lambda n, k: n.update({k + 10: 1}))))
print(attempt(lambda: walk_and(lambda n, k: n.pop(k))))
print(attempt(lambda: walk_and(lambda n, k: n.__setitem__(k, -k))))


def swap(numbers, key):
    del numbers[key]
    numbers[key + 100] = 0


print(attempt(lambda: walk_and(swap)))
numbers = {1: 1, 2: 2}
iterator = iter(numbers)
print(next(iterator), iterator.__length_hint__())
numbers[3] = 3
print(attempt(lambda: next(iterator)), attempt(lambda: next(iterator)))

sizes = []
grown = {}
for i in range(400):
    size = sys.getsizeof(grown)
    if not sizes or sizes[-1] != size:
        sizes.append(size)
    grown[i] = i
print(sizes)
sizes = []
grown = {}
for i in range(400):
    size = sys.getsizeof(grown)
    if not sizes or sizes[-1] != size:
        sizes.append(size)
    grown[str(i)] = i
print(sizes)
grown[5] = 1
print(sys.getsizeof(grown), sys.getsizeof(dict(grown)), sys.getsizeof(grown.copy()))
for i in range(390):
    del grown[str(i)]
print(sys.getsizeof(grown), len(grown), sys.getsizeof(grown.copy()))
grown["new"] = 1
grown.clear()
print(sys.getsizeof(grown), sys.getsizeof({"a": 1, "b": 2, "c": 3, "d": 4, "e": 5, "f": 6}))
print(sys.getsizeof({}), sys.getsizeof({"a": 1}), sys.getsizeof({1: 1}), sys.getsizeof({**{1: 2}}))
print(sys.getsizeof(dict.fromkeys(range(100))), sys.getsizeof(dict(zip("abcdefgh", range(8)))))
print(sys.getsizeof({i: i for i in range(20)}), sys.getsizeof({"a": 1} | {"b": 2}))


class Key:
    """Hashes collide; comparing empties the dict."""

    def __init__(self, name, victim=None):
        self.name = name
        self.victim = victim

    def __hash__(self):
        return 1

    def __eq__(self, other):
        if self.victim:
            self.victim.clear()
        return self.name == other.name


victim = {}
victim[Key("a", victim)] = 1
victim[Key("b")] = 2
print(len(victim), victim.get(Key("c")), len(victim))
print({Key("a"): 1} == {Key("a"): 1}, {Key("a"): 1} == {Key("b"): 1}, len({Key("a"): 1, Key("b"): 2}))

loop = {}
loop["self"] = loop
print(loop, {"list": [loop]})


class Defaulting(dict):
    def __missing__(self, key):
        self[key] = value = f"<{key}>"
        return value


m = Defaulting(a=1)
m.note = "attribute"
print(m["a"], m["b"], m, m.get("c"), "c" in m, m.note, type(m.copy()).__name__)
print({(1, 2): "t", None: "n", frozenset([1]): "f"}[(1, 2)], {-1: "a", -2: "b"}[-2])
many = {f"key{i}": i for i in range(1000)}
print(sum(many.values()), many["key999"], all(many[f"key{i}"] == i for i in range(1000)))
for i in range(0, 1000, 2):
    del many[f"key{i}"]
print(len(many), next(iter(many)), "key0" in many, "key1" in many)
queue = {}
for i in range(2000):
    queue[i] = i
    if len(queue) > 10:
        del queue[next(iter(queue))]
print(list(queue))
