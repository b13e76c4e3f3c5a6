"""The built-in functions on numbers, text and objects."""
import sys


def attempt(action):
    try:
        return action()
    except Exception as error:
        return f"{type(error).__name__}: {error}"


print(abs(-5), abs(2.5), abs(-(2**70)), abs(True), attempt(lambda: abs("a")))
print(divmod(7, 3), divmod(-7, 3), divmod(7.5, 2), attempt(lambda: divmod(1, 0)), divmod(2**70, 3))
print(pow(2, 10), pow(2, -1), pow(3, 4, 5), pow(2, 100), pow(2.0, 3), attempt(lambda: pow(2, 3, 0)), pow(base=2, exp=3))
print(round(2.5), round(3.5), round(-2.5), round(2.675, 2), round(1234, -2), round(5), round(1.5, None), round(1e20), round(2.5, 1))
print(bin(10), hex(255), oct(8), bin(-5), hex(2**70), attempt(lambda: hex(1.5)), chr(65), chr(0x1F600), ord("é"), ord(b"a"))
print(attempt(lambda: chr(-1)), attempt(lambda: ord("ab")), attempt(lambda: ord(5)), ascii("é😀a\n"), ascii(["ü"]), repr("é"))
print(len("abc"), len([1]), attempt(lambda: len(5)), hash(1) == hash(1.0) == hash(True), hash("a") == hash("a"))
print(isinstance(1, int), isinstance(True, int), isinstance("a", (int, str)), issubclass(bool, int), attempt(lambda: isinstance(1, 5)))
print(callable(len), callable(5), callable(int), callable(lambda: 0), attempt(lambda: issubclass(1, int)))
print(format(3.14159, ".2f"), format(255, "x"), format("a", ">5"), format(1234567, ","), format([1]), attempt(lambda: format([1], "x")))
print(max(1, 2), min("b", "a"), sum((1, 2)), sorted("cab"), list(map(len, ["a", "bb"])), any([0, 1]), all([1, 0]))
print(type(5), type("a"), type(None), type(type), type([]), type(print), type(NotImplemented), type(...), Ellipsis)
print(int("12"), int(3.9), int("ff", 16), float("1.5"), str(5), bool([]), list("ab"), tuple([1]), set([1]), dict(a=1), bytes([65]))
print(id(None) == id(None), id([]) != 0, None is None, [] is [])


class Thing:
    kind = "thing"

    def __init__(self):
        self.size = 1

    def method(self):
        return self.size


thing = Thing()
print(getattr(thing, "size"), getattr(thing, "none", "default"), hasattr(thing, "kind"), hasattr(thing, "zz"), attempt(lambda: getattr(thing, "zz")))
setattr(thing, "color", "red")
print(thing.color, vars(thing), vars(thing) is thing.__dict__)
delattr(thing, "color")
print(attempt(lambda: thing.color), attempt(lambda: delattr(thing, "color")), attempt(lambda: getattr(thing, 5)), attempt(lambda: vars(5)))
print([name for name in dir(thing) if not name.startswith("__")], "append" in dir([]), "real" in dir(5), attempt(lambda: setattr(5, "a", 1)))
print(sorted(name for name in dir() if name in ("Thing", "thing", "sys")))


class Wrapped:
    def __getattr__(self, name):
        if name.startswith("x"):
            return name * 2
        raise AttributeError(name)

    def __len__(self):
        return 7

    def __abs__(self):
        return "abs"

    def __round__(self, digits=None):
        return ("round", digits)

    def __format__(self, specification):
        return f"<{specification}>"

    def __dir__(self):
        return ["b", "a"]

    def __index__(self):
        return 10

    def __bool__(self):
        return False

    def __hash__(self):
        return 42

    def __divmod__(self, other):
        return ("divmod", other)

    def __pow__(self, other, modulus=None):
        return ("pow", other, modulus)

    def __reversed__(self):
        return iter([3, 2])


w = Wrapped()
print(w.xy, getattr(w, "q", 0), hasattr(w, "x"), len(w), abs(w), round(w), round(w, 2), format(w, "abc"), f"{w:>5}", dir(w))
print(hex(w), bool(w), hash(w), divmod(w, 1), pow(w, 2), pow(w, 2, 3), list(reversed(w)), [0] * w, "abcdefghijklm"[w], chr(w) == "\n")


def scopes(a, b=2):
    c = a + b
    return sorted(locals().items()), sorted(vars().items()) == sorted(locals().items()), "scopes" in globals()


print(scopes(1), globals() is vars(), __name__)
namespace = {}
exec("x = 5\ndef double(n): return n * 2\ny = double(x)", namespace)
print(namespace["y"], eval("x + y", namespace), eval("a * 2", {}, {"a": 4}), eval("[i for i in range(3)]"), eval(" 1 + 1"))
code = compile("1 + 2", "<test>", "eval")
print(eval(code), attempt(lambda: eval("1 +")), attempt(lambda: exec("raise ValueError('inside')")), exec("pass"))
x = 10
exec("x = 11")
print(x)
print(__import__("sys") is sys, attempt(lambda: __import__("no_such_module")), attempt(lambda: print(sep=5)), attempt(lambda: print(wrong=1)))
print(attempt(lambda: len()), attempt(lambda: len(1, 2)), attempt(lambda: isinstance(1)), attempt(lambda: abs()))
print(attempt(lambda: sorted()), attempt(lambda: int("x")), attempt(lambda: float("x")), attempt(lambda: list(1, 2)))
