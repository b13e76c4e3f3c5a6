"""Loops, jumps, and finally on every way out."""


def loops():
    for i in range(5):
        if i == 1:
            continue
        if i == 3:
            break
        print("i", i)
    else:
        print("never")
    for i in ():
        pass
    else:
        print("else of for")
    n = 0
    while n < 3:
        n += 1
        if n == 2:
            continue
    else:
        print("else of while", n)
    while True:
        n += 1
        if n > 5:
            break
    print(n)
    while n:
        n -= 1
    print(n)


loops()


def way(kind):
    for i in range(3):
        try:
            print("try", i)
            if kind == "return":
                return ("value", i)
            if kind == "break":
                break
            if kind == "continue":
                continue
            if kind == "raise":
                raise ValueError(i)
        except ValueError as e:
            print("caught", e)
            if e.args[0] == 1:
                return "from except"
        else:
            print("else")
        finally:
            print("finally", i)
    return "end"


for kind in ("return", "break", "continue", "raise", "none"):
    print(kind, way(kind))


def override():
    try:
        return 1
    finally:
        return 2


def nested():
    out = []
    for i in range(2):
        try:
            try:
                out.append(("inner", i))
                if i == 0:
                    continue
                return out
            finally:
                out.append(("f1", i))
        finally:
            out.append(("f2", i))


def swallow():
    while True:
        try:
            raise KeyError("x")
        finally:
            break
    return "swallowed"


print(override(), nested(), swallow())


class Manager:
    def __init__(self, name, suppress=False):
        self.name, self.suppress = name, suppress

    def __enter__(self):
        print("enter", self.name)
        return self.name

    def __exit__(self, kind, value, traceback):
        print("exit", self.name, kind and kind.__name__, value)
        return self.suppress


def managed(kind):
    for _ in range(2):
        with Manager("a") as a, Manager("b", kind == "raise") as b:
            print(a, b)
            if kind == "return":
                return "returned"
            if kind == "break":
                break
            if kind == "continue":
                continue
            if kind == "raise":
                raise RuntimeError("boom")
        print("after")
    return "done"


for kind in ("return", "break", "continue", "raise", "plain"):
    print(kind, managed(kind))
with (Manager("p"), Manager("q") as q):
    print(q)
with (Manager("x") as x, Manager("y") as y,):
    print(x, y)


def errors():
    try:
        try:
            1 / 0
        except ZeroDivisionError as e:
            raise ValueError("second") from e
    except ValueError as e:
        print(repr(e), repr(e.__cause__), e.__suppress_context__)
    try:
        try:
            {}["k"]
        except KeyError:
            raise TypeError("other")
    except TypeError as e:
        print(repr(e.__context__), e.__cause__)
    try:
        try:
            raise OSError("x")
        except OSError:
            raise
    except OSError as e:
        print("again", e)
    try:
        e
    except NameError as error:
        print(error)


errors()
try:
    raise
except RuntimeError as e:
    print(e)
try:
    raise ValueError from None
except ValueError as e:
    print(e.__suppress_context__)
try:
    raise 5
except TypeError as e:
    print(e)
try:
    assert 1 == 2, "message %d" % 3
except AssertionError as e:
    print("assert", e)
assert (1, 2)
x = 5
print(1 < x < 10, 1 < x > 3 != 4, not x == 5, x is not None, 3 in [1, 2] or "b" in "abc")
print("a" if x > 3 else "b", (lambda: 1 if x else 2)(), [] or {} or "last", 1 and 2 and 3, 0 and 1)
if (n := len("four")) > 3:
    print(n)
print([y := 1, y ** 2], y)
print([last := i for i in range(3)], last)
match [1, 2, 3]:
    case [1, *rest]:
        print(rest)
