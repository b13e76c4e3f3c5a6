"""Special methods: operators and their reflections, containers, calls, hashing, truth."""


class Number:
    def __init__(self, n):
        self.n = n

    def __repr__(self):
        return f"{type(self).__name__}({self.n})"

    def __add__(self, other):
        print("add", self, other)
        return Number(self.n + other.n) if isinstance(other, Number) else NotImplemented

    def __radd__(self, other):
        print("radd", self, other)
        return Number(self.n + other) if isinstance(other, int) else NotImplemented

    def __iadd__(self, other):
        print("iadd")
        self.n += other
        return self

    def __neg__(self):
        return Number(-self.n)

    def __lt__(self, other):
        print("lt")
        return self.n < other.n

    def __eq__(self, other):
        return isinstance(other, Number) and self.n == other.n

    def __hash__(self):
        return hash(self.n)

    def __bool__(self):
        return self.n != 0

    def __index__(self):
        return self.n

    def __pow__(self, exponent, modulus=None):
        return ("pow", exponent, modulus)

    def __matmul__(self, other):
        return "matmul"

    def __divmod__(self, other):
        return "divmod"

    def __format__(self, specification):
        return f"<{specification}>"


class Special(Number):
    def __radd__(self, other):
        print("special radd")
        return super().__radd__(other.n if isinstance(other, Number) else other)


a, b = Number(1), Number(2)
print(a + b, 5 + a, a + Special(3), -a, a < b, a > b, sorted([b, a]))
a += 10
print(a, a == Number(11), a != b, {a: 1}[Number(11)], bool(Number(0)), [1, 2, 3][b])
print(a ** 2, pow(a, 2, 3), a @ b, divmod(a, b), f"{a:xyz}", format(a))
for operation in (lambda: a + "x", lambda: "x" + a, lambda: a - b, lambda: a <= b, lambda: ~a, lambda: a[0]):
    try:
        print(operation())
    except TypeError as error:
        print(error)


class Equal:
    def __eq__(self, other):
        return True


try:
    hash(Equal())
except TypeError as error:
    print(error, Equal.__hash__)


class Container:
    def __init__(self, *items):
        self.items = list(items)

    def __len__(self):
        return len(self.items)

    def __getitem__(self, key):
        return self.items[key]

    def __setitem__(self, key, value):
        self.items[key] = value

    def __delitem__(self, key):
        del self.items[key]

    def __contains__(self, value):
        return value in self.items or value == "anything"


c = Container(1, 2, 3)
c[0] = 9
del c[1]
print(len(c), list(c), 3 in c, "anything" in c, 5 in c, bool(Container()), c[0:1], [*reversed(c)])


class Countdown:
    def __init__(self, n):
        self.n = n

    def __iter__(self):
        return self

    def __next__(self):
        if self.n == 0:
            raise StopIteration
        self.n -= 1
        return self.n


print(list(Countdown(3)), sum(Countdown(4)), 2 in Countdown(5), max(Countdown(3)))
print(next(Countdown(0), "done"))


class Caller:
    def __call__(self, *args, **kwargs):
        return args, kwargs


print(Caller()(1, *[2, 3], x=4, **{"y": 5}), callable(Caller()), callable(c))


class Managed:
    def __enter__(self):
        print("enter")
        return self

    def __exit__(self, kind, value, traceback):
        print("exit", kind and kind.__name__)
        return kind is ValueError


with Managed():
    raise ValueError
with Managed() as m:
    print(type(m).__name__)


class Late:
    pass


late = Late()
Late.__len__ = lambda self: 7
Late.__str__ = lambda self: "late"
print(len(late), str(late))
del Late.__len__
try:
    len(late)
except TypeError as error:
    print(error)
for bad in (
    type("R", (), {"__repr__": lambda self: 1}),
    type("L", (), {"__len__": lambda self: -1, "__repr__": lambda self: "L"}),
    type("B", (), {"__bool__": lambda self: 1}),
    type("I", (), {"__iter__": lambda self: 1}),
    type("H", (), {"__hash__": lambda self: "x"}),
):
    for function in (repr, len, bool, iter, hash):
        try:
            if not (function in (repr, hash) and bad.__name__ not in "RH"):
                print(bad.__name__, function(bad()) is not None)
        except (TypeError, ValueError) as error:
            print(bad.__name__, type(error).__name__, error)
