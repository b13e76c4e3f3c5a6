#!/usr/bin/env python3
"""Writes a program of random expressions over the built-in types; it prints each value or error.

What python3 does not promise is left out: hashes of texts, the order of sets of texts, addresses.
usage: expressions.py SEED
"""

import random
import sys

INTEGERS = ("0", "1", "-1", "2", "3", "7", "-5", "255", "10**18", "2**63", "-2**63", "2**64-1", "10**30", "-7**25",
            "True", "False")
FLOATS = ("0.0", "-0.0", "1.5", "-2.25", "1e300", "1e-300", "float('inf')", "float('-inf')", "float('nan')", "3.14159",
          "1e16", "123456789.123")
TEXTS = ('""', '"a"', '"abc"', '"héllo"', '"日本語"', '"a\\tb\\n"', '"  x y  "', '"ABC def"', '"123"', '"-4.5"', '"😀z"',
         '"aXbXc"', '"ßŐ"')
OCTETS = ('b""', 'b"abc"', 'b"\\xff\\x00"', 'bytearray(b"xyz")')
NUMBER_CALLS = ("abs({})", "-{}", "int({})", "float({})", "round({})", "round({}, 1)", "bool({})", "str({})")
TEXT_CALLS = (
    "{}.upper()", "{}.lower()", "{}.title()", "{}.capitalize()", "{}.strip()", "{}.swapcase()", "{}.casefold()", "{}[::-1]",
    "{}[1:]", "{}[:-1]", "{}[::2]", "({} * 2)", "{}.center(9, '*')", "{}.ljust(6)", "{}.rjust(6, '-')", "{}.zfill(8)",
    "{}.replace('a', 'bb')", "{}.expandtabs(4)", "repr({})", "ascii({})", "''.join(reversed({}))", "''.join(sorted({}))",
    "str({}.encode())", "{}.lstrip(' aA')", "{}.rstrip('c')", "{}.removeprefix('a')", "{}.removesuffix('c')",
)
TEXT_QUESTIONS = (
    "split()", "split('X')", "rsplit('X', 1)", "partition('X')", "rpartition('b')", "splitlines()", "find('b')",
    "rfind('X')", "index('z')", "count('X')", "startswith('a')", "endswith(('c', 'z'))", "isalpha()", "isdigit()",
    "isalnum()", "isspace()", "isupper()", "islower()", "istitle()", "isidentifier()", "isnumeric()", "isdecimal()",
    "isprintable()", "isascii()", "encode('utf-16')", "encode('latin-1')", "encode('ascii', 'replace')",
    "encode('ascii', 'xmlcharrefreplace')", "encode('ascii', 'backslashreplace')", "translate({97: 'Q', 98: None})",
)
OCTET_QUESTIONS = (
    "hex()", "decode()", "decode('latin-1')", "decode('ascii', 'replace')", "upper()", "split(b'b')", "find(b'c')",
    "count(b'a')", "replace(b'a', b'zz')", "startswith(b'a')", "isalpha()", "center(8)", "hex('-')", "strip(b'a')",
    "title()", "zfill(5)",
)
SEQUENCE_QUESTIONS = ("[0]", "[-1]", "[5]", "[1:]", "[::-1]", "['a']", ".index(1)", ".count(1)", ".pop()", ".sort()",
                      ".__len__()", ".copy()")
DICT_QUESTIONS = ("['a']", ".get(1)", ".keys()", ".pop('a', 9)", " | {1: 2}", ".items()", " == dict()",
                  ".setdefault(1, 2)", ".popitem()")
CONVERSIONS = ("int({})", "float({})", "int({}, 16)", "ord({})", "list({})", "tuple({})", "bytes({}, 'utf8')", "len({})",
               "sum({})", "min({})", "max({})", "chr(len({}))")
PAIRS = ("divmod({}, {})", "pow({}, {})", "min({}, {})", "max({}, {})", "isinstance({}, type({}))",
         "({}).__class__.__name__ + str({})", "int.bit_length({}) + {}")

PRELUDE = '''\
import sys

sys.set_int_max_str_digits(0)


def show(expression):
    try:
        value = expression()
        text = repr(value)
        print(type(value).__name__, text if len(text) < 500 else (len(text), text[:100]))
    except Exception as error:
        print(type(error).__name__, error)


'''


class Writer:
    def __init__(self, seed):
        self.random = random.Random(seed)

    def choose(self, *options):
        return self.random.choice(options)

    def integer(self, depth):
        if depth <= 0 or self.random.random() < 0.4:
            return self.choose(*INTEGERS)
        operation = self.choose("+", "-", "*", "//", "%", "&", "|", "^", "<<", ">>")
        return f"({self.integer(depth - 1)} {operation} {self.choose(*INTEGERS[:8])})"

    def number(self, depth):
        if depth <= 0 or self.random.random() < 0.4:
            return self.choose(*INTEGERS, *FLOATS)
        if self.random.random() < 0.8:
            operation = self.choose("+", "-", "*", "/", "//", "%")
            return f"({self.number(depth - 1)} {operation} {self.number(depth - 1)})"
        return self.choose(*NUMBER_CALLS).format(self.number(depth - 1))

    def text(self, depth):
        if depth <= 0 or self.random.random() < 0.35:
            return self.choose(*TEXTS)
        return self.choose(*TEXT_CALLS).format(self.text(depth - 1))

    def atom(self, depth):
        return self.choose(self.number, self.text, self.integer)(depth)

    def sequence(self):
        items = ", ".join(self.atom(0) for _ in range(self.random.randint(1, 4)))
        return self.choose("[{}]", "({},)").format(items)

    def numbers(self):
        return "{" + ", ".join(self.integer(0) for _ in range(self.random.randint(1, 4))) + "}"

    def mapping(self):
        return "{" + ", ".join(f"{self.atom(0)}: {self.atom(0)}" for _ in range(self.random.randint(0, 4))) + "}"

    def specification(self):
        return (self.choose("", ">", "<", "^", "=", "*^", "0>") + self.choose("", "+", "-", " ") + self.choose("", "#")
                + self.choose("", "0") + self.choose("", "8", "12", "3") + self.choose("", ",", "_")
                + self.choose("", ".2", ".0", ".5")
                + self.choose("", "d", "f", "e", "g", "x", "b", "o", "s", "%", "n", "c", "E", "G", "X"))

    def conversion(self):
        return ("%" + self.choose("", "-", "+", " ", "#", "0", "-#") + self.choose("", "6", "10")
                + self.choose("", ".2", ".0", ".8") + self.choose(*"diouxXeEfFgGcrsa"))

    def expression(self):
        value = self.choose(*INTEGERS, *FLOATS, *TEXTS)
        comparison = self.choose("<", "<=", "==", "!=", ">", ">=", "in", "not in", "and", "or")
        return self.choose(
            lambda: self.number(3), lambda: self.integer(3), lambda: self.text(3),
            lambda: f"format({value}, {self.specification()!r})", lambda: f"{self.conversion()!r} % ({value},)",
            lambda: f"{self.atom(1)} {comparison} {self.atom(1)}", lambda: f"sorted({self.sequence()})",
            lambda: f"{self.choose(*TEXTS)}.{self.choose(*TEXT_QUESTIONS)}",
            lambda: f"{self.choose(*OCTETS)}.{self.choose(*OCTET_QUESTIONS)}",
            lambda: f"{self.sequence()} {self.choose('==', '+', '<', '*', '<=')} {self.choose(self.sequence(), '2')}",
            lambda: f"sorted({self.numbers()} {self.choose('|', '&', '-', '^')} {self.numbers()})",
            lambda: self.sequence() + self.choose(*SEQUENCE_QUESTIONS),
            lambda: self.mapping() + self.choose(*DICT_QUESTIONS),
            lambda: self.choose(*CONVERSIONS).format(self.text(1)),
            lambda: self.choose(*PAIRS).format(self.integer(1), self.choose(*INTEGERS[:8])),
        )()

    def program(self, expressions):
        lines = [f"show(lambda: {self.expression()})" for _ in range(expressions)]
        # A power of a power, or a shift by one, is a matter of minutes.
        return PRELUDE + "\n".join(line for line in lines if not ("<<" in line and "**" in line)) + "\n"


print(Writer(int(sys.argv[1])).program(400))
