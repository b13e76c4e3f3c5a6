"""Modules that come from the library of the installed Python, at work."""

import argparse
import base64
import calendar
import configparser
import copy
import csv
import dataclasses
import datetime
import decimal
import fractions
import hashlib
import html
import io
import numbers
import pathlib
import pickle
import shlex
import statistics
import subprocess
import tempfile
import urllib.parse
import uuid


@dataclasses.dataclass
class Point:
    x: int
    y: list = dataclasses.field(default_factory=list)


print(copy.copy(list[int]), fractions.Fraction(3, 4) + 1, decimal.Decimal("1.1") * 3, isinstance(1, numbers.Number))
print(subprocess.run(["cat"], input=b"input", capture_output=True).stdout)
with tempfile.TemporaryDirectory() as folder:
    path = pathlib.Path(folder) / "x.bin"
    path.write_bytes(b"abc")
    print(path.read_bytes(), path.name, path.suffix, [entry.name for entry in pathlib.Path(folder).iterdir()])
    with open(path, "wb") as file:
        print(file.write(memoryview(b"abcdef")[1:3]), file.write(bytearray(b"x")))
    print(path.read_text())
print(datetime.datetime(2024, 2, 29, 12, 30) + datetime.timedelta(days=365))
print(datetime.date(2024, 1, 1).strftime("%A %j"), datetime.datetime.fromisoformat("2024-01-02T03:04:05"))
print(uuid.UUID(int=5), hashlib.sha256(b"a").hexdigest()[:10], base64.b64encode(b"hello"))
print(pickle.loads(pickle.dumps([Point(1, [2]), {"a": (1, 2.5, None)}, {1, 2}, b"x", "é", 10**30])))
print(calendar.month(2024, 2))
print(list(csv.reader(io.StringIO('a,"b,c"\n1,2\n'))))
parser = argparse.ArgumentParser(prog="program")
parser.add_argument("--number", type=int, default=3)
parser.add_argument("files", nargs="*")
print(parser.parse_args(["--number", "5", "a", "b"]))
parser.print_help()
config = configparser.ConfigParser()
config.read_string("[section]\nname=value\n")
print(config["section"]["name"], shlex.split("a 'b c' d"), html.escape("<a&b>"), urllib.parse.quote("a b/ü"))
print(urllib.parse.urlparse("http://host/path?q=1#f").query, statistics.mean([1, 2, 3, 4]))
