"""del in all forms, and augmented assignment to all targets."""


class O:
    pass


o = O()
o.a = o.b = 1
lst = list(range(10))
d = {"x": 1, "y": 2}
a = b = c = 1
del a, (b, c), o.a, lst[0], lst[1:3], d["x"], lst[::2]
print(hasattr(o, "a"), lst, d)
try:
    a
except NameError as e:
    print(e)
for text in ("del o.a", "del lst[99]", "del d['q']", "del nothing"):
    try:
        exec(text)
    except Exception as e:
        print(type(e).__name__, e)
x = 1
x += 1
x -= 5
x *= -3
x //= 2
x **= 3
x %= 50
x <<= 2
x >>= 1
x |= 1
x &= 0xFF
x ^= 3
x /= 2
print(x)
o.n = 1
o.n += 2
lst[0] += 100
d["y"] *= 5
lst[1:2] += [7, 8]
print(o.n, lst, d)


def index():
    print("index")
    return 0


lst[index()] += 1
print(lst[0])
t = ([],)
try:
    t[0] += [1]
except TypeError as e:
    print(e, t)
s = "a"
s += "b"
print(s)


def f():
    global g
    g = 1
    g += 1
    n = [0]

    def h():
        n[0] += 1
        return n
    return h()


print(f(), g)
