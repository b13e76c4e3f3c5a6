"""Control flow: loops with else, try in all its forms, generators, closures, unpacking, chained comparison."""


def classify(number):
    if number < 0:
        return "negative"
    elif number == 0:
        return "zero"
    elif 0 < number <= 9 != number - 1 < 100:
        return "digit"
    return "large"


print([classify(n) for n in (-3, 0, 5, 10, 9, 123)])

for n in range(2, 12):
    for divisor in range(2, n):
        if n % divisor == 0:
            print(n, "=", divisor, "*", n // divisor, end="; ")
            break
    else:
        print(n, "is prime", end="; ")
print()

count = 5
while count:
    count -= 1
    if count == 3:
        continue
    if count == 1:
        break
    print(count, end=" ")
else:
    print("never")
print("left at", count)


def attempt(action):
    result = []
    try:
        result.append("try")
        result.append(action())
    except ZeroDivisionError as error:
        result.append(f"zero: {error}")
    except (KeyError, IndexError) as error:
        result.append(f"lookup: {error!r}")
    except Exception as error:
        result.append(f"other: {type(error).__name__}: {error}")
        return result
    else:
        result.append("else")
    finally:
        result.append("finally")
    return result


for action in (lambda: 1, lambda: 1 / 0, lambda: {}["k"], lambda: [][3], lambda: int("x"), lambda: None + 1,
               lambda: undefined_name, lambda: "a" + 1, lambda: (1, 2)[5], lambda: len(5), lambda: 5()):
    print(attempt(action))


def early():
    for i in range(3):
        try:
            if i == 1:
                return "returned"
        finally:
            print("cleanup", i)


print(early())


def chained():
    try:
        try:
            {}["missing"]
        except KeyError as error:
            raise ValueError("converted") from error
    except ValueError as error:
        return repr(error), repr(error.__cause__), error.__suppress_context__


print(chained())


def context():
    try:
        try:
            1 / 0
        finally:
            raise RuntimeError("in finally")
    except RuntimeError as error:
        return type(error.__context__).__name__


print(context())


def fibonacci():
    a, b = 0, 1
    while True:
        yield a
        a, b = b, a + b


def take(iterable, count):
    for _, item in zip(range(count), iterable):
        yield item


def flatten(items):
    for item in items:
        if isinstance(item, (list, tuple)):
            yield from flatten(item)
        else:
            yield item


def averager():
    total = count = 0
    average = None
    while True:
        try:
            value = yield average
        except ValueError:
            value = 0
        if value is None:
            return f"{count} values"
        total += value
        count += 1
        average = total / count


print(list(take(fibonacci(), 12)), sum(take(fibonacci(), 50)))
print(list(flatten([1, [2, (3, [4, []])], 5])))
running = averager()
next(running)
print(running.send(10), running.send(20), running.throw(ValueError("bad")))
try:
    running.send(None)
except StopIteration as stop:
    print("stopped with", stop.value)


def counter(start=0, *, step=1):
    value = start

    def advance():
        nonlocal value
        value += step
        return value

    def reset():
        nonlocal value
        value = start

    return advance, reset


advance, reset = counter(10, step=5)
print(advance(), advance(), (reset(), advance())[1])
first, *middle, last = range(6)
(a, b), [c, *d] = (1, 2), "xyz"
print(first, middle, last, a, b, c, d)
matrix = [[1, 2, 3], [4, 5, 6]]
print([[row[i] for row in matrix] for i in range(3)], list(zip(*matrix)), sum(x * y for x, y in zip(*matrix)))
print([x for row in matrix for x in row if x % 2], {x: x * x for x in range(4)}, {x % 3 for x in range(9)})
squares = [lambda n, i=i: n * i for i in range(4)]
late = [lambda: i for i in range(3)]
print([f(2) for f in squares], [f() for f in late])
x = 5 if matrix else 6
y = (z := x + 1) * 2
print(x, y, z, not x, x and 0 or "or", 1 < x < 10 < 3, x is not None, None is None)
values = list(range(10))
print(values[2:5], values[::-2], values[-3:], values[:-7:-1])
values[2:4] = ["a", "b", "c"]
del values[0], values[-2:]
values[::3] = [None] * len(values[::3])
print(values)
assert x == 5, "never shown"
try:
    assert x == 6, f"x is {x}"
except AssertionError as error:
    print("assertion:", error)


def everything(a, b=2, /, c=3, *args, d, e=5, **kwargs):
    return a, b, c, args, d, e, kwargs


print(everything(1, d=4), everything(1, 2, 3, 4, 5, d=6, f=7), everything(*[1, 2], **{"d": 3, "c": 9}))
for call in (lambda: everything(), lambda: everything(1), lambda: everything(1, a=2, d=3), lambda: classify(1, 2),
             lambda: classify(n=3), lambda: counter(1, 2), lambda: counter(stop=3)):
    try:
        call()
    except TypeError as error:
        print(error)
global_name = "global"


def shadow():
    global global_name
    global_name = "changed"
    try:
        print(unbound)
        unbound = 1
    except UnboundLocalError as error:
        return str(error)


print(shadow(), global_name)
