# Exceptions as objects: arguments, attributes, texts, hierarchy.


def show(error):
    print(type(error).__name__, "|", str(error), "|", repr(error), "|", error.args)


for error in (
    Exception(),
    Exception("one"),
    Exception("one", 2),
    KeyError("key"),
    KeyError("a", "b"),
    KeyError(),
    StopIteration(5),
    StopIteration(),
    SystemExit(3),
    OSError(2, "No such file or directory"),
    OSError(2, "No such file or directory", "name.txt"),
    OSError(13, "Permission denied", "a", None, "b"),
    OSError("just text"),
    ImportError("no module", name="m", path="p"),
    AttributeError("attr", name="n", obj=1),
    NameError("name", name="x"),
    SyntaxError("bad"),
    SyntaxError("bad", ("file.py", 3, 4, "text")),
    UnicodeDecodeError("utf-8", b"\xff\xfe", 0, 1, "invalid start byte"),
    UnicodeDecodeError("utf-8", b"\xff\xfe", 0, 2, "invalid"),
    UnicodeEncodeError("ascii", "\xe9", 0, 1, "ordinal not in range(128)"),
    UnicodeEncodeError("ascii", "a\u20ac", 1, 2, "ordinal not in range(128)"),
    AssertionError(),
    RecursionError("deep"),
):
    show(error)

print(type(OSError(2, "x")).__name__, type(OSError(13, "x")).__name__, type(OSError(17, "x")).__name__)
e = OSError(2, "No such file", "name")
print(e.errno, e.strerror, e.filename, e.filename2)
print(StopIteration(7).value, StopIteration().value, SystemExit(4).code, SystemExit().code, SystemExit(1, 2).code)
i = ImportError("msg", name="m", path="p")
print(i.msg, i.name, i.path)
s = SyntaxError("bad", ("file.py", 3, 4, "text"))
print(s.msg, s.filename, s.lineno, s.offset, s.text, s.end_lineno)
a = AttributeError("x", name="n", obj=[1])
print(a.name, a.obj)


class Mine(ValueError):
    def __init__(self, code, *rest):
        super().__init__("code %d" % code, *rest)
        self.code = code


class Plain(Exception):
    pass


class Texty(Exception):
    def __str__(self):
        return "my text"


show(Mine(5))
print(Mine(5).code, Mine(5, 6).args)
show(Plain("a", "b"))
show(Texty("ignored"))
print(issubclass(KeyError, LookupError), issubclass(FileNotFoundError, OSError), isinstance(Mine(1), ValueError))
print(ArithmeticError.__mro__)
print(IOError is OSError, EnvironmentError is OSError)
for call in (lambda: Plain(x=1), lambda: ValueError(x=1), lambda: AttributeError("a", wrong=1)):
    try:
        call()
    except TypeError as error:
        print("TypeError:", error)

error = ValueError("noted")
error.add_note("first note")
error.add_note("second note")
print(error.__notes__)
try:
    error.add_note(5)
except TypeError as other:
    print("TypeError:", other)
error.extra = 1
print(error.__dict__)
error.args = [1, 2]
print(error.args, error)
try:
    error.__traceback__ = 5
except TypeError as other:
    print("TypeError:", other)
try:
    error.__cause__ = 5
except TypeError as other:
    print("TypeError:", other)
error.__cause__ = KeyError("k")
print(repr(error.__cause__), error.__suppress_context__)
print(error.with_traceback(None) is error, error.__traceback__)

# A cycle of contexts is broken when it would close.
first = ValueError("1")
second = KeyError("2")
try:
    try:
        raise first
    except ValueError:
        raise second
except KeyError:
    try:
        raise first
    except ValueError as caught:
        print(repr(caught.__context__), repr(caught.__context__.__context__))
