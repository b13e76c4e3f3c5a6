"""Reads every output format back: csv and json by Python's own readers, Markdown by the rules of GitHub.

usage: formats.py HEAPLEDGER TRACE
"""
import csv
import io
import json
import random
import re
import sqlite3
import subprocess
import sys

heapledger, trace = sys.argv[1:]

TEXTS = ["", " ", "plain", 'a "quoted" word', "comma, semicolon; tab\t", "two\nlines", "dos\r\nlines", "cr\r",
         "a|b||c", "`code` *bold* _it_ snake_case _a __b_c__ ~~no~~ \\", "<b>&amp;</b>", "[a](b) ![c](d)", "größe", "表示", "e\u0301", "😀",
         "\x1b[31mred\x1b[0m", "\x7f\x85\x9b", "\u202eabc", "NULL", "0", "x'00'", "'", "''", ",", '"', '"",', "\n",
         "| --- |", "# no heading", "trailing ", "-", "+1", "=1+1", "\ufeffbom", "a\u2028b"]
NUMBERS = [0, 1, -1, 2**63 - 1, -2**63, 10**15, 0.1, -0.0, 1.5, 1e300, 5e-324, 0.1 + 0.2, 1 / 3, 1e22,
           123456789.123456789]


def literal(value):
    """The value as SQL."""
    if value is None:
        return "NULL"
    if isinstance(value, bytes):
        return "x'%s'" % value.hex()
    if isinstance(value, str):
        return "CAST(x'%s' AS TEXT)" % value.encode().hex()
    return repr(value)


def rows():
    yield ["one", 1, None, 0.5, b"\x00\xff"]
    for text in TEXTS:
        yield [text, len(text), None, 1.0, text.encode()]
    for number in NUMBERS:
        yield ["number", number, None, number, None]
    chance = random.Random(1)
    alphabet = 'ab ,"|\n\r\t\\`*_<>&[]()~é表\x1b'
    for _ in range(300):
        text = "".join(chance.choice(alphabet) for _ in range(chance.randrange(8)))
        yield [text, chance.randrange(-2**63, 2**63), chance.choice([None, text[::-1]]), chance.gauss(0, 1e9),
               chance.choice([None, b"", text.encode()])]


SQL = "SELECT column1 AS a, column2 AS \"b|b\", column3 AS c, column4 AS \"d\"\"d\", column5 AS e FROM (VALUES " + \
    ", ".join("(" + ", ".join(map(literal, row)) + ")" for row in rows()) + ")"
cursor = sqlite3.connect(":memory:").execute(SQL)
NAMES = [column[0] for column in cursor.description]
EXPECTED = [list(row) for row in cursor]


def ask(form, sql=SQL):
    answer = subprocess.run([heapledger, "query", trace, "-", "--format", form], input=sql.encode(), capture_output=True)
    assert answer.returncode == 0 and answer.stderr == b"", answer.stderr
    return answer.stdout.decode()


def blob(value):
    return "x'%s'" % value.hex() if isinstance(value, bytes) else value


def read_csv():
    names, *lines = csv.reader(io.StringIO(ask("csv"), newline=""))
    read = []
    for line, expected in zip(lines, EXPECTED, strict=True):
        read.append([type(wanted)(field) if isinstance(wanted, (int, float)) else None if wanted is None and not field
                     else field for field, wanted in zip(line, expected, strict=True)])
    return names, read, [list(map(blob, row)) for row in EXPECTED]


def read_json():
    objects = json.loads(ask("json"))
    return list(objects[0]), [list(row.values()) for row in objects], [list(map(blob, row)) for row in EXPECTED]


def read_jsonl():
    objects = [json.loads(line) for line in ask("jsonl").split("\n")[:-1]]
    return list(objects[0]), [list(row.values()) for row in objects], [list(map(blob, row)) for row in EXPECTED]


def unescape_markdown(cell):
    cell = re.sub(r"\\([\\|`*_~\]])", lambda match: "\0%02x" % ord(match[1]), cell.strip(" "))
    assert not re.search(r"[|`*~<]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])|\]\(|\]\[", cell.replace("<br>", "")), cell
    cell = cell.replace("<br>", "\n").replace("&lt;", "<").replace("&amp;", "&")
    return re.sub("\0(..)", lambda match: chr(int(match[1], 16)), cell)


def shown(value):
    """A value as a table shows it: controls are escapes, and blanks at the ends are lost."""
    if value is None:
        return ""
    if isinstance(value, float):
        return value
    text = str(blob(value)).replace("\r", "\\r").replace("\t", "\\t")
    text = re.sub("[\x00-\x09\x0b-\x1f\x7f]", lambda match: "\\x%02x" % ord(match[0]), text)
    return re.sub("[\x80-\x9f\u202a-\u202e\u2028]", lambda match: "\\u%04x" % ord(match[0]), text).strip(" ")


def read_markdown():
    cells = [[unescape_markdown(cell) for cell in re.findall(r"\|((?:[^|\\]|\\.)*)(?=\|)", line)]
             for line in ask("markdown").split("\n")[:-1]]
    names, rule, *read = cells
    assert all(re.fullmatch(r"-{2,}:?", cell) for cell in rule)
    wanted = [list(map(shown, row)) for row in EXPECTED]
    read = [[float(cell) if isinstance(expected, float) else cell for cell, expected in zip(row, line, strict=True)]
            for row, line in zip(read, wanted, strict=True)]
    close = [[round_15(value) for value in row] for row in wanted]
    return names, [[round_15(value) for value in row] for row in read], close


def round_15(value):
    return float("%.15g" % value) if isinstance(value, float) else value


def read_special():
    """What JSON has no form for, and what is no UTF-8."""
    sql = "SELECT 1e999 AS a, -1e999 AS b, 0.0 * 1e999 AS c, CAST(x'41ff42' AS TEXT) AS d, char(0, 65) AS e"
    row = json.loads(ask("jsonl", sql))
    return [], [list(row.values())], [[None, None, None, "A\ufffdB", "\0A"]]


for name, read in ("csv", read_csv), ("json", read_json), ("jsonl", read_jsonl), ("markdown", read_markdown), \
        ("special", read_special):
    names, actual, wanted = read()
    difference = next((pair for pair in zip(actual, wanted, strict=True) if pair[0] != pair[1]), None)
    if difference is None and names in ([], NAMES):
        print("ok formats/" + name)
    else:
        print("not ok formats/%s\n# names: %r\n# read: %r\n# wanted: %r" % (name, names, *(difference or ("", ""))))
