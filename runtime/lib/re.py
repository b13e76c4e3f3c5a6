"""Regular expressions. The work is done in C (_re), over PCRE2."""

import enum
from _re import Match, Pattern, compile as _compile_pattern

__all__ = ["match", "fullmatch", "search", "sub", "subn", "split", "findall", "finditer", "compile", "purge",
           "template", "escape", "error", "Pattern", "Match", "A", "I", "L", "M", "S", "X", "U", "ASCII",
           "IGNORECASE", "LOCALE", "MULTILINE", "DOTALL", "VERBOSE", "UNICODE", "NOFLAG", "RegexFlag"]

__version__ = "2.2.1"


class RegexFlag(enum.IntFlag):
    NOFLAG = 0
    ASCII = A = 256
    IGNORECASE = I = 2
    LOCALE = L = 4
    UNICODE = U = 32
    MULTILINE = M = 8
    DOTALL = S = 16
    VERBOSE = X = 64
    TEMPLATE = T = 1
    DEBUG = 128

    def __repr__(self):
        value = self._value_
        if not value:
            return "re.NOFLAG"
        negative = value < 0
        names = []
        for member in RegexFlag._member_map_.values():
            bit = member._value_
            if bit and bool(value & bit) != negative and f"re.{member._name_}" not in names:
                names.append(f"re.{member._name_}")
                value = value | bit if negative else value & ~bit
        rest = ~value if negative else value
        if rest:
            names.append(hex(rest) if names else f"re.RegexFlag({rest})")
        text = "|".join(names)
        if negative:
            return f"~({text})" if len(names) > 1 else f"~{text}"
        return text

    __str__ = object.__str__


globals().update(RegexFlag.__members__)


class error(Exception):
    """A pattern that is no regular expression: msg, pattern, pos, lineno, colno."""

    __module__ = "re"

    def __init__(self, msg, pattern=None, pos=None):
        self.msg = msg
        self.pattern = pattern
        self.pos = pos
        if pattern is not None and pos is not None:
            newline = "\n" if isinstance(pattern, str) else b"\n"
            self.lineno = pattern.count(newline, 0, pos) + 1
            self.colno = pos - pattern.rfind(newline, 0, pos)
            msg = f"{msg} at position {pos}"
            if newline in pattern:
                msg = f"{msg} (line {self.lineno}, column {self.colno})"
        else:
            self.lineno = self.colno = None
        super().__init__(msg)


_MAXCACHE = 512
_cache = {}  # (type, pattern, flags) → compiled; a full one drops its oldest


def _compile(pattern, flags):
    if isinstance(flags, RegexFlag):
        flags = flags._value_
    key = type(pattern), pattern, flags
    try:
        return _cache[key]
    except KeyError:
        pass
    if isinstance(pattern, Pattern):
        if flags:
            raise ValueError("cannot process flags argument with a compiled pattern")
        return pattern
    if flags & 1:
        import warnings
        warnings.warn("The re.TEMPLATE/re.T flag is deprecated as it is an undocumented flag without an obvious purpose. "
                      "Don't use it.", DeprecationWarning)
    compiled = _compile_pattern(pattern, flags)
    if len(_cache) >= _MAXCACHE:
        try:
            del _cache[next(iter(_cache))]
        except (StopIteration, RuntimeError, KeyError):
            pass
    _cache[key] = compiled
    return compiled


def match(pattern, string, flags=0):
    return _compile(pattern, flags).match(string)


def fullmatch(pattern, string, flags=0):
    return _compile(pattern, flags).fullmatch(string)


def search(pattern, string, flags=0):
    return _compile(pattern, flags).search(string)


def sub(pattern, repl, string, count=0, flags=0):
    return _compile(pattern, flags).sub(repl, string, count)


def subn(pattern, repl, string, count=0, flags=0):
    return _compile(pattern, flags).subn(repl, string, count)


def split(pattern, string, maxsplit=0, flags=0):
    return _compile(pattern, flags).split(string, maxsplit)


def findall(pattern, string, flags=0):
    return _compile(pattern, flags).findall(string)


def finditer(pattern, string, flags=0):
    return _compile(pattern, flags).finditer(string)


def compile(pattern, flags=0):
    return _compile(pattern, flags)


def purge():
    _cache.clear()


def template(pattern, flags=0):
    import warnings
    warnings.warn("The re.template() function is deprecated as it is an undocumented function without an obvious "
                  "purpose. Use re.compile() instead.", DeprecationWarning)
    return _compile(pattern, flags | 1)


_special_characters = {character: "\\" + chr(character) for character in b"()[]{}?*+-|^$\\.&~# \t\n\r\v\f"}


def escape(pattern):
    """The pattern that matches exactly this text."""
    if isinstance(pattern, str):
        return pattern.translate(_special_characters)
    return str(pattern, "latin1").translate(_special_characters).encode("latin1")


class Scanner:
    """Splits a text into the phrases of a lexicon: pairs of a pattern and what to do with its text."""

    def __init__(self, lexicon, flags=0):
        self.lexicon = lexicon
        self._groups = {}
        patterns = []
        group = 1
        for action, (phrase, _) in enumerate(lexicon):
            self._groups[group] = action
            patterns.append(f"({phrase})")
            group += compile(phrase, flags).groups + 1
        self.scanner = compile("|".join(patterns), flags)

    def scan(self, string):
        result = []
        match = self.scanner.scanner(string).match
        place = 0
        while True:
            found = match()
            if not found or place == found.end():
                break
            place = found.end()
            action = self.lexicon[self._groups[next(group for group in self._groups if found.start(group) >= 0)]][1]
            if callable(action):
                self.match = found
                action = action(self, found.group())
            if action is not None:
                result.append(action)
        return result, string[place:]
