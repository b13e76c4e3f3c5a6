"""is, ==, id, aliases, copies and mutable defaults."""

import copy

a = [1, [2, 3], {"k": [4]}]
b = a
c = a[:]
d = copy.copy(a)
e = copy.deepcopy(a)
print(a is b, a is c, a == c, a[1] is c[1], a[1] is d[1], a[1] is e[1], e == a)
a[1].append(99)
print(b[1], c[1], d[1], e[1])
print(id(a) == id(b), id(a) == id(c))


def append(item, target=[]):
    target.append(item)
    return target


print(append(1), append(2), append(3, []), append(4), append.__defaults__)
x = y = []
x += [1]
print(y)
x = x + [2]
print(y, x)
t = ([],)
try:
    t[0] += [1]
except TypeError as error:
    print(error, t)
small, other = 256, 256
print(small is other, None is None, () is (), "interned" is "interned", True is (1 == 1))
matrix = [[0] * 2] * 2
matrix[0][0] = 1
print(matrix, matrix[0] is matrix[1])


class Graph:
    def __init__(self, name):
        self.name = name
        self.links = []

    def __deepcopy__(self, memo):
        twin = Graph(self.name + "'")
        memo[id(self)] = twin
        twin.links = copy.deepcopy(self.links, memo)
        return twin


one, two = Graph("one"), Graph("two")
one.links.append(two)
two.links.append(one)
twin = copy.deepcopy(one)
print(twin.name, twin.links[0].name, twin.links[0].links[0] is twin, twin is one)
s = {1, 2}
frozen = frozenset(s)
s.add(3)
print(sorted(s), sorted(frozen))
first = "abc" * 10
second = "abc" * 10
print(first == second, isinstance(first, str), type(a) is list, type(type(a)) is type)
swap = [1, 2]
swap[0], swap[1] = swap[1], swap[0]
print(swap)
i = 0
values = [0, 0]
i, values[i] = 1, 5
print(i, values)
