"""Literals of Python as values: literal_eval. There are no syntax trees here: the interpreter keeps none."""

import re

__all__ = ["literal_eval"]

_TOKEN = re.compile(r"""
    (?P<blank> [\s\\]+ | \#[^\n]* )
  | (?P<text> (?i:[urb]|br|rb)? (?: '{3}(?:\\.|[^\\])*?'{3} | "{3}(?:\\.|[^\\])*?"{3}
                                  | '(?:\\.|[^\\'])*' | "(?:\\.|[^\\"])*" ) )
  | (?P<number> (?: 0[xX][\da-fA-F_]+ | 0[oO][0-7_]+ | 0[bB][01_]+
                  | (?:\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(?:[eE][-+]?[\d_]+)?[jJ]? ) )
  | (?P<word> [^\W\d]\w* | \.\.\. )
  | (?P<sign> [-+()\[\]{},:] )
""", re.VERBOSE | re.DOTALL)

_CONSTANTS = {"True": True, "False": False, "None": None, "...": ...}


class _Reader:
    """Reads a text that is a valid expression, and refuses what is no literal."""

    def __init__(self, text):
        self.tokens = []
        place = 0
        while place < len(text):
            found = _TOKEN.match(text, place)
            if found is None:
                self.refuse(text[place:])
            if found.lastgroup != "blank":
                self.tokens.append((found.lastgroup, found.group()))
            place = found.end()
        self.tokens.append(("end", ""))
        self.next = 0

    def refuse(self, what):
        raise ValueError(f"malformed node or string: {what!r}")

    def at(self, *signs):
        return self.tokens[self.next][0] in ("sign", "word") and self.tokens[self.next][1] in signs

    def take(self, *signs):
        """Goes on behind one of the signs, where it stands here."""
        if self.at(*signs):
            self.next += 1
            return self.tokens[self.next - 1][1]
        return None

    def require(self, sign):
        if not self.take(sign):
            self.refuse(self.tokens[self.next][1])

    def whole(self):
        value = self.tuple_or_value("")
        if self.tokens[self.next][0] != "end":
            self.refuse(self.tokens[self.next][1])
        return value

    def tuple_or_value(self, closing):
        first = self.value()
        if not self.at(","):
            return first
        values = [first]
        while self.take(",") and not self.at(closing) and self.tokens[self.next][0] != "end":
            values.append(self.value())
        return tuple(values)

    def value(self):
        left = self.signed()
        sign = self.take("+", "-")
        if sign is None:
            return left
        right = self.signed(may_have_sign=False)
        if type(left) not in (int, float) or type(right) is not complex:
            self.refuse(f"{left!r} {sign} {right!r}")
        return left + right if sign == "+" else left - right

    def signed(self, may_have_sign=True):
        sign = self.take("+", "-") if may_have_sign else None
        if sign is None:
            return self.atom()
        number = self.atom()
        if type(number) not in (int, float, complex):
            self.refuse(sign + repr(number))
        return +number if sign == "+" else -number

    def atom(self):
        kind, text = self.tokens[self.next]
        self.next += 1
        if kind == "number":
            return eval(text)
        if kind == "text":
            value = eval(text)
            while self.tokens[self.next][0] == "text":
                value += eval(self.tokens[self.next][1])
                self.next += 1
            return value
        if kind == "word" and text in _CONSTANTS:
            return _CONSTANTS[text]
        if text == "set" and self.take("(") and self.take(")"):
            return set()
        if text == "(":
            if self.take(")"):
                return ()
            value = self.tuple_or_value(")")
            self.require(")")
            return value
        if text == "[":
            return self.items("]")
        if text == "{":
            return self.dict_or_set()
        self.refuse(text)

    def items(self, closing):
        values = []
        while not self.take(closing):
            values.append(self.value())
            if not self.at(closing):
                self.require(",")
        return values

    def dict_or_set(self):
        if self.take("}"):
            return {}
        key = self.value()
        if not self.take(":"):
            if not self.take(","):
                self.require("}")
                return {key}
            return {key, *self.items("}")}
        result = {key: self.value()}
        while not self.take("}"):
            self.require(",")
            if self.at("}"):
                continue
            key = self.value()
            self.require(":")
            result[key] = self.value()
        return result


def literal_eval(node_or_string):
    """The value of a text that holds a literal only: numbers, texts, bytes, tuples, lists, dicts, sets, and the
    constants True, False, None and Ellipsis."""
    if not isinstance(node_or_string, str):
        raise ValueError(f"malformed node or string: {node_or_string!r}")
    text = node_or_string.lstrip(" \t")
    compile(text, "<unknown>", "eval")
    return _Reader(text).whole()


def __getattr__(name):
    raise AttributeError(f"ast.{name}: there are no syntax trees; ast has literal_eval only")
