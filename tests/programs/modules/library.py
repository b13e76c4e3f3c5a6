"""Modules that come from the installed library, at work: what programs import every day."""
import argparse
import base64
import calendar
import codecs
import colorsys
import configparser
import copyreg
import datetime
import difflib
import fnmatch
import getopt
import glob
import graphlib
import html
import io
import keyword
import os
import pathlib
import pickle
import sched
import shlex
import shutil
import stat
import string
import sys
import tempfile
import textwrap
import time
import tokenize
import unittest
import urllib.parse
import uuid

parser = argparse.ArgumentParser(prog="tool", description="Does things.")
parser.add_argument("files", nargs="*", help="what to read")
parser.add_argument("-n", "--count", type=int, default=1, choices=range(1, 4))
parser.add_argument("--flag", action="store_true")
sub = parser.add_mutually_exclusive_group()
sub.add_argument("--a")
sub.add_argument("--b")
print(parser.parse_args(["-n", "2", "--flag", "x", "y"]), parser.format_usage())
for wrong in (["-n", "9"], ["--a", "1", "--b", "2"], ["--nothing"]):
    try:
        sys.stderr = io.StringIO()
        parser.parse_args(wrong)
    except SystemExit as end:
        message = sys.stderr.getvalue()
        sys.stderr = sys.__stderr__
        print(end.code, message)

with tempfile.TemporaryDirectory() as folder:
    top = pathlib.Path(folder)
    (top / "a" / "b").mkdir(parents=True)
    (top / "a" / "one.txt").write_text("eins\nzwei\n")
    with (top / "a" / "b" / "two.bin").open("wb") as file:
        file.write(b"\0\1")
    print(sorted(str(p.relative_to(top)) for p in top.rglob("*")), (top / "a" / "one.txt").read_text().split(), top.exists())
    print((top / "x.tar.gz").suffixes, pathlib.PurePosixPath("/a/../b").parts, (top / "a").is_dir(), sorted(p.name for p in (top / "a").iterdir()))
    shutil.copytree(top / "a", top / "c")
    print(sorted(os.path.basename(name) for name in glob.glob(str(top / "c" / "**"), recursive=True)))
    shutil.rmtree(top / "c")
    print((top / "c").exists(), stat.filemode((top / "a").stat().st_mode)[0])
    with tempfile.NamedTemporaryFile("w+", dir=folder) as file:
        file.write("text")
        file.seek(0)
        print(file.read(), os.path.exists(file.name))
    config = configparser.ConfigParser()
    config.read_string("[one]\nkey = value\nnumber = 5\n[two]\nother = %(key)s x\nkey = z")
    print(config.sections(), config.getint("one", "number"), config["two"]["other"])
    with open(top / "config", "w") as file:
        config.write(file)
    print((top / "config").read_text())
print(os.path.exists(folder))

moment = datetime.datetime(2024, 2, 29, 13, 5, 7, 123, tzinfo=datetime.timezone.utc)
print(moment, repr(moment), moment.isoformat(), moment + datetime.timedelta(days=366, hours=12), moment.strftime("%Y-%j %A %H:%M:%S.%f %z"))
print(datetime.datetime.strptime("1 Mar 2021 05:06", "%d %b %Y %H:%M"), tuple(datetime.date.fromisoformat("2020-12-31").isocalendar()), datetime.timedelta(seconds=-1))
print(time.strftime("%Y-%m-%d", time.gmtime(86400 * 365)), time.gmtime(0), time.asctime(time.gmtime(1e9)), time.strptime("2000", "%Y").tm_yday)
print(calendar.month(2024, 2), calendar.isleap(2100), calendar.monthrange(2023, 11))


class Point:
    def __init__(self, x, y):
        self.x, self.y = x, y

    def __eq__(self, other):
        return (self.x, self.y) == (other.x, other.y)


shared = [1, "é", None, True, 2.5, b"x", {1: (2, 3)}, {4}, frozenset([5]), 10**30, Point(1, 2), Point, len, range(3), slice(1, 2), Ellipsis]
shared.append(shared[6])
for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
    again = pickle.loads(pickle.dumps(shared, protocol))
    print(protocol, again == shared, again[6] is again[-1])
try:
    pickle.dumps(lambda: 0)
except (pickle.PicklingError, AttributeError) as error:
    print(type(error).__name__)

print(base64.b64encode(b"hello"), base64.b32encode(b"hello"), base64.b85encode(b"hello"), base64.b64decode("aGVsbG8="), base64.urlsafe_b64encode(b"\xff\xfe"))
print(list(difflib.unified_diff(["a\n", "b\n"], ["a\n", "c\n"], "x", "y")), difflib.get_close_matches("appel", ["ape", "apple", "peach"]))
print(html.escape("<a href='x'>"), html.unescape("&lt;&eacute;&#8364;"), urllib.parse.urlsplit("http://u:p@h:80/p;x?q=1#f"), urllib.parse.quote("a b/é"),
      urllib.parse.urlencode({"a": [1, 2], "b": "x y"}, doseq=True), urllib.parse.urljoin("http://a/b/c", "../d"), urllib.parse.parse_qs("a=1&a=2"))
print(list(graphlib.TopologicalSorter({"d": {"b", "c"}, "b": {"a"}, "c": {"a"}}).static_order())[0], shlex.split("a 'b c' d\\ e"), shlex.quote("a b"),
      fnmatch.filter(["a.py", "b.txt"], "*.py"), keyword.iskeyword("for"), colorsys.rgb_to_hsv(0.5, 0.5, 0.25), getopt.getopt(["-a", "-b", "x", "y"], "ab:"))
print(string.Template("$a ${b} $$").substitute(a=1, b=2), textwrap.fill("the quick brown fox " * 3, 20), string.Formatter().format("{0!r:>5} {x}", "a", x=1))
print(uuid.UUID("12345678123456781234567812345678"), uuid.UUID(int=5).hex, len(str(uuid.uuid4())))
print("é€".encode("cp1252"), b"\x80".decode("cp1252"), codecs.lookup("UTF8").name, codecs.encode("abc", "rot13"), codecs.decode(b"616263", "hex"),
      codecs.getincrementaldecoder("utf-8")().decode(b"\xc3"), codecs.BOM_UTF8)
print([token.string for token in tokenize.generate_tokens(io.StringIO("x = 1 + f(y)\n").readline)])
order = []
scheduler = sched.scheduler(time.monotonic, time.sleep)
now = time.monotonic()
scheduler.enterabs(now + 0.002, 1, order.append, ("second",))
scheduler.enterabs(now + 0.001, 1, order.append, ("first",))
scheduler.run()
print(order)


class Tests(unittest.TestCase):
    def test_good(self):
        self.assertEqual(1, 1)
        with self.assertRaisesRegex(ValueError, "b.d"):
            raise ValueError("bad")

    def test_bad(self):
        self.assertEqual([1, 2], [1, 3])

    def test_error(self):
        raise KeyError("x")

    @unittest.skip("later")
    def test_skipped(self):
        pass

    def test_parts(self):
        for i in range(3):
            with self.subTest(i=i):
                self.assertNotEqual(i, 1)


result = unittest.TextTestRunner(stream=io.StringIO()).run(unittest.defaultTestLoader.loadTestsFromTestCase(Tests))
print(result, [str(test) for test, _ in result.failures], [str(test) for test, _ in result.errors], len(result.skipped))
