# Closures: cells, nonlocal, late binding, class bodies, comprehensions.


def counter():
    n = 0

    def increment(by=1):
        nonlocal n
        n += by
        return n

    return increment


a, b = counter(), counter()
print(a(), a(), a(5), b(), a.__closure__[0].cell_contents)

print([f() for f in [lambda: i for i in range(3)]])
print([f() for f in [lambda i=i: i for i in range(3)]])


def parameter_cell(x):
    def get():
        return x

    def set(value):
        nonlocal x
        x = value

    return get, set


get, set_ = parameter_cell(1)
set_(2)
print(get())


def deleted():
    x = 1

    def inner():
        return x

    print(inner())
    del x
    try:
        inner()
    except NameError as error:
        print("NameError:", error)


deleted()


def unbound():
    def inner():
        return later

    try:
        inner()
    except NameError as error:
        print("NameError:", error)
    later = 1
    return inner()


print(unbound())


def nest(x):
    def middle(y):
        def inner(z):
            return x, y, z

        return inner

    return middle


print(nest(1)(2)(3), nest(1)(2).__code__.co_freevars)


def class_in_function(value):
    class Local:
        attribute = value

        def method(self):
            return value, __class__.__name__

    return Local


print(class_in_function(5).attribute, class_in_function(6)().method())

x = "global"


def scopes():
    x = "function"

    class C:
        y = x
        x = "class"
        z = [x for _ in range(1)]

        def method(self):
            return x

    return C.y, C.x, C.z, C().method()


print(scopes())


def make_adders():
    return {n: (lambda v, n=n: v + n) for n in range(3)}


print([adder(10) for adder in make_adders().values()])


def decorator(function):
    calls = []

    def wrapper(*args, **kwargs):
        calls.append(args)
        return function(*args, **kwargs)

    wrapper.calls = calls
    return wrapper


@decorator
def add(p, q=1):
    return p + q


print(add(1), add(1, 2), add(1, q=5), add.calls)


def recursive_closure(n):
    def go(k):
        return 1 if k == 0 else k * go(k - 1)

    return go(n)


print(recursive_closure(10))


def walrus(items):
    return [y for item in items if (y := item * 2) > 2], y


print(walrus([1, 2, 3]))


def star_cells(*args, **kwargs):
    return lambda: (args, kwargs)


print(star_cells(1, 2, k=3)())
print((lambda *a, k=[1]: (lambda: (a, k)))(1)())


def swap():
    a, b = 1, 2

    def look():
        return a, b

    a, b = b, a
    return look()


print(swap())
