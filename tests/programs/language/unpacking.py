"""Unpacking and star expressions, in every place that takes them."""
a, b = 1, 2
a, b = b, a
print(a, b)
a, b, c = b, a, b
print(a, b, c)
(a, [b, c]), d = (1, (2, 3)), 4
print(a, b, c, d)
first, *middle, last = range(6)
print(first, middle, last)
*head, tail = "xyz"
print(head, tail)
[x, *rest] = [1]
print(x, rest)
print([*range(3), *"ab"], (*[1], 2), {*[1, 2], 3}, {**{"a": 1}, "b": 2, **{"a": 3}})


def f(*args, **kw):
    return args, kw


print(f(*[1, 2], 3, *(4,), a=1, **{"b": 2}, c=3, **{"d": 4}))
print(f(*range(40)) [0][-1], f(**{str(i): i for i in range(20)})[1]["19"])
try:
    f(**{"a": 1}, **{"a": 2})
except TypeError as e:
    print(e)
try:
    f(a=1, **{"a": 2})
except TypeError as e:
    print(e)
try:
    f(**{1: 2})
except TypeError as e:
    print(e)
try:
    f(*5)
except TypeError as e:
    print(e)
for bad in ([1], [1, 2, 3], 5):
    try:
        p, q = bad
    except (ValueError, TypeError) as e:
        print(type(e).__name__, e)
try:
    p, *q, r = [1]
except ValueError as e:
    print(e)
for i, (j, *k) in [(1, (2, 3, 4)), (5, [6])]:
    print(i, j, k)
d = {}
d["x"], d["y"] = 1, 2
print(d)


class Box:
    pass


box = Box()
box.a, box.b = box.c = 3, 4
print(box.a, box.b, box.c)
i = 0
lst = [0, 0]
i, lst[i] = 1, 9
print(i, lst)
x = y = z = []
x.append(1)
print(y is z, z)


def ret():
    return 1, *[2, 3]


print(ret())
print(*[1, 2], sep="-")
t = 1,
print(t, len(()), ())
(a) = 5
[b] = [6]
() = ()
print(a, b)
