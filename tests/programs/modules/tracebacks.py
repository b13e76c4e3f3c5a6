"""traceback, warnings, io, importlib, timeit."""
import importlib
import io
import sys
import timeit
import traceback
import warnings


def inner(x):
    return 1 / x


def outer():
    inner(0)


try:
    outer()
except ZeroDivisionError as e:
    text = traceback.format_exc()
    print(text)
    print("".join(traceback.format_exception(e)) == text, traceback.format_exception_only(e))
    print([(f.lineno, f.name, f.line) for f in traceback.extract_tb(e.__traceback__)])
    print(len(traceback.format_tb(e.__traceback__)))
    traceback.print_exc(file=sys.stdout)
try:
    try:
        outer()
    except ZeroDivisionError as e:
        raise ValueError("second") from e
except ValueError:
    traceback.print_exc(file=sys.stdout)


def where():
    return [f.name for f in traceback.extract_stack()]


print(where())
with warnings.catch_warnings(record=True) as log:
    warnings.simplefilter("always")
    warnings.warn("careful")
    warnings.warn("old", DeprecationWarning)
    print([(str(w.message), w.category.__name__, w.lineno) for w in log])
with warnings.catch_warnings():
    warnings.simplefilter("error")
    try:
        warnings.warn("raised", RuntimeWarning)
    except RuntimeWarning as e:
        print("raised:", e)
buffer = io.StringIO()
print("hello", 42, file=buffer)
buffer.write("more\nlines\n")
print(repr(buffer.getvalue()), buffer.tell())
buffer.seek(0)
print(buffer.readline(), buffer.read(4), list(buffer))
saved, sys.stdout = sys.stdout, io.StringIO()
print("captured")
captured, sys.stdout = sys.stdout.getvalue(), saved
print(repr(captured))
data = io.BytesIO(b"abc")
print(data.read(2), data.read(), data.getvalue())
print(importlib.import_module("lib.helper").value, importlib.import_module(".inner", "lib.package").__name__)
print(timeit.timeit("x = 1", number=10) >= 0, timeit.timeit(lambda: None, number=5) >= 0)
