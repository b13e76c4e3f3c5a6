"""The modules io, traceback, warnings, pprint, textwrap and statistics."""
import io
import pprint
import statistics
import textwrap
import traceback
import warnings


def attempt(label, function, *arguments, **keywords):
    try:
        print(label, function(*arguments, **keywords))
    except Exception as error:
        print(label, type(error).__name__, error)


print("--- io")
s = io.StringIO()
print("hello", 1, file=s)
s.write("second\nthird")
print(repr(s.getvalue()), s.tell(), s.seek(0), s.readline(), list(s), s.read(), s.seek(3), s.write("XY"), s.getvalue())
s.seek(0, 2)
s.writelines(["a", "b"])
s.seek(4)
print(s.truncate(), repr(s.getvalue()))
with io.StringIO("one\ntwo\n") as t:
    print([line.strip() for line in t], t.closed)
print(t.closed)
attempt("closed", t.read)
attempt("type", s.write, 5)
b = io.BytesIO(b"abc")
print(b.read(2), b.read(), b.write(b"de"), b.getvalue(), b.seek(1), b.read(1))
attempt("type", b.write, "x")

print("--- traceback")


def fail(n):
    if n == 0:
        return [1, 2][5]
    return fail(n - 1)


try:
    fail(2)
except IndexError as error:
    text = traceback.format_exc()
    print(text)
    print("".join(traceback.format_exception(error)) == text, traceback.format_exception_only(error), "".join(traceback.format_exception(type(error), error, error.__traceback__)) == text)
    rows = traceback.extract_tb(error.__traceback__)
    print([(r.name, r.lineno, r.line) for r in rows], len(traceback.format_tb(error.__traceback__)))
    out = io.StringIO()
    traceback.print_exc(file=out)
    print(out.getvalue() == text)
try:
    try:
        {}["k"]
    except KeyError as error:
        raise ValueError("bad") from error
except ValueError:
    print(traceback.format_exc())

print("--- warnings")
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    warnings.warn("careful")
    warnings.warn("old", DeprecationWarning)
    print(len(caught), [(str(w.message), w.category.__name__) for w in caught])
with warnings.catch_warnings():
    warnings.simplefilter("error")
    attempt("error", warnings.warn, "now an error", RuntimeWarning)

print("--- pprint")
data = {"name": "a fairly long name that takes room", "values": list(range(40)), "nested": {"k" * 10: ["v" * 20] * 5, "a": (1,)}, "short": [1, 2], "t": tuple("abc")}
pprint.pprint(data)
pprint.pprint([1, 2, 3])
pprint.pprint({"b": 1, "a": 2})
pprint.pprint(data, width=40)
pprint.pprint(list(range(60)), compact=True)
pprint.pprint({"a": {"b": {"c": {"d": 1}}}}, depth=2)
print(pprint.pformat(("x" * 50, "y" * 50)), pprint.pformat({3, 1, 2}))
pprint.pp({"z": 1, "a": 2})
pprint.pprint({"text": "word " * 30})

print("--- textwrap")
text = "The quick brown fox jumps over the lazy dog, and then some-hyphenated words follow averyveryverylongwordindeed here."
for width in (20, 35, 70):
    print(textwrap.fill(text, width))
print(textwrap.fill(text, 30, initial_indent="* ", subsequent_indent="  "), textwrap.shorten(text, 40), textwrap.wrap(""), textwrap.wrap("a b", 1))
print(textwrap.dedent("\n    def f():\n        return 1\n\n    x = 2\n"), textwrap.indent("a\n\nb\n", "> "))

print("--- statistics")
for data in ([1, 2, 3, 4], [1.5, 2.5, 4.0, 8.25], [5], [2, 2, 3, 3, 1], [0.1] * 3, [10**20, 1, 2]):
    for name in ("mean", "fmean", "median", "median_low", "median_high", "mode", "multimode", "variance", "pvariance", "stdev", "pstdev", "quantiles"):
        attempt(f"{name} {data}", getattr(statistics, name), data)
attempt("empty", statistics.mean, [])
