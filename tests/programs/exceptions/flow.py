# try, except, else, finally, raise: which parts run, in which order, and what they see.
import sys


def order(action):
    trail = []
    try:
        try:
            trail.append("try")
            action()
            trail.append("done")
        except ValueError as error:
            trail.append("except %s" % error)
        except (KeyError, IndexError) as error:
            trail.append("lookup %r" % error)
        else:
            trail.append("else")
        finally:
            trail.append("finally")
    except Exception as error:
        trail.append("outer %s" % type(error).__name__)
    return trail


def fail(error):
    raise error


print(order(lambda: None))
print(order(lambda: fail(ValueError("v"))))
print(order(lambda: fail(KeyError("k"))))
print(order(lambda: [][1]))
print(order(lambda: 1 / 0))


def returns():
    for i in range(3):
        try:
            if i == 1:
                return "from try"
        finally:
            print("finally", i)


def overrides():
    try:
        return 1
    finally:
        return 2


def breaks():
    for i in range(5):
        try:
            continue
        finally:
            if i == 3:
                break
    return i


print(returns(), overrides(), breaks())

try:
    try:
        raise KeyError("first")
    except KeyError:
        raise ValueError("second")
except ValueError as error:
    print(repr(error), repr(error.__context__), error.__cause__, error.__suppress_context__)

try:
    try:
        raise KeyError("first")
    except KeyError as first:
        raise ValueError("second") from first
except ValueError as error:
    print(repr(error.__cause__), error.__suppress_context__)

try:
    try:
        raise KeyError("first")
    except KeyError:
        raise ValueError("second") from None
except ValueError as error:
    print(error.__cause__, repr(error.__context__), error.__suppress_context__)

try:
    raise
except RuntimeError as error:
    print("RuntimeError:", error)

try:
    try:
        1 / 0
    except ZeroDivisionError:
        raise
except ZeroDivisionError as error:
    print("again:", error, error.__context__)

for bad in (5, "text", object, None):
    try:
        raise bad
    except TypeError as error:
        print("TypeError:", error)

try:
    try:
        raise ValueError
    except 5:
        pass
except TypeError as error:
    print("TypeError:", error)

try:
    raise ValueError from 5
except TypeError as error:
    print("TypeError:", error)


def nested():
    print(sys.exc_info()[0])
    try:
        raise ValueError("a")
    except ValueError:
        print(sys.exc_info()[1])
        try:
            raise KeyError("b")
        except KeyError:
            print(sys.exc_info()[1], repr(sys.exc_info()[1].__context__))
        print(sys.exc_info()[1])
    print(sys.exc_info()[0])


nested()

try:
    x = 1
    del x
    print(x)
except NameError as error:
    print("NameError:", error)


def unbound():
    print(y)
    y = 1


try:
    unbound()
except UnboundLocalError as error:
    print("UnboundLocalError:", error)


def leaves_name():
    try:
        raise ValueError("gone")
    except ValueError as error:
        pass
    try:
        error
    except UnboundLocalError as other:
        print(other)


leaves_name()


class Manager:
    def __init__(self, swallow):
        self.swallow = swallow

    def __enter__(self):
        print("enter")
        return self

    def __exit__(self, kind, value, traceback):
        print("exit", kind and kind.__name__, value, traceback is not None)
        return self.swallow


with Manager(False) as m:
    print("body", m.swallow)
with Manager(True):
    raise ValueError("swallowed")
try:
    with Manager(False), Manager(False):
        raise ValueError("through both")
except ValueError as error:
    print("caught", error)


def return_from_with():
    with Manager(False):
        return "returned"


print(return_from_with())
try:
    with 5:
        pass
except TypeError as error:
    print("TypeError:", error)
try:
    assert 1 == 2, "message %d" % 5
except AssertionError as error:
    print(repr(error))
try:
    assert False
except AssertionError as error:
    print(repr(error))
