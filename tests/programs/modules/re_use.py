"""What programs do with re: patterns, matches, replacements, and what goes wrong with them."""
import copy
import re
import sys


def attempt(function, *arguments, **names):
    try:
        print(repr(function(*arguments, **names)))
    except Exception as error:
        print(type(error).__name__, error)


m = re.match(r"(?P<first>\w+) (?P<second>\w+)( x)?", "Hello World!")
print(m, m.group(), m.group(1, "second"), m[0], m["first"], m.groups(), m.groups("-"), m.groupdict(), m.groupdict(default=1))
print(m.start(), m.end(2), m.span("first"), m.span(3), m.lastindex, m.lastgroup, m.regs, m.pos, m.endpos, m.string, m.re)
print(m.expand(r"\2 \g<first> \g<0>\n\101\0"), copy.copy(m) is m, copy.deepcopy(m) is m, bool(m))
for key in (4, -1, "x", 1.5, None, 10**30):
    attempt(m.group, key)
attempt(m.__getitem__, slice(1))
attempt(m.expand, r"\9")
attempt(m.expand, r"\g<x>")

p = re.compile(r"(?P<a>x)|(y)", re.I | re.S)
print(p, p.pattern, p.flags, p.groups, dict(p.groupindex), type(p.groupindex).__name__, p == re.compile(r"(?P<a>x)|(y)", re.I | re.S))
print(hash(p) == hash(copy.copy(p)), p != re.compile("a"), p == 1, sys.getrefcount(p) - sys.getrefcount(p), re.Pattern[str])
print(p.findall("xXyz"), p.findall("xXyz", 1), p.findall("xXyz", 1, 2), p.search("zzxy", 3), p.search("zzxy", 3).span())
print(p.match("zx", 1), p.match("zx"), p.fullmatch("x"), p.fullmatch("xy"), p.match(string="x", pos=0, endpos=-5))
s = p.scanner("xyzx")
print(s.match(), s.match(), s.match(), s.match(), s.pattern is p)
print([m.group() for m in p.finditer("xyzx")], type(p.finditer("")).__name__)
attempt(re.Pattern)
attempt(p.match)
attempt(p.match, b"x")
attempt(re.compile(b"x").match, "x")
attempt(p.match, 5)
attempt(re.compile, 5)
attempt(re.compile, p, re.I)
print(re.compile(p) is p, repr(re.compile("a" * 300))[-20:], repr(re.compile(b"\xff", re.A)), re.compile("").match("") is not None)

for repl in ("-", r"\1", r"<\g<1>>", r"[\g<name>]", r"\\", r"\n\t", r"\q", r"\g", r"\g<", r"\g<>", r"\g<x", r"\g<1a>", r"\5", r"\g<5>",
             r"\g<nobody>", r"\400", r"\07", "\\", r"\18", r"\.", None, 5, b"x", lambda m: m.group().upper(), lambda m: None, lambda m: 5):
    attempt(re.sub, r"(?P<name>b)", repl, "abcb")
for pattern, text in (("x*", "abxd"), ("", "abc"), (r"\b", "one two"), ("$", "a\n"), ("(?m:^)", "a\nb\n"), ("a|", "aab"), (".??", "ab")):
    print(re.sub(pattern, "-", text), re.subn(pattern, "-", text, count=2), re.split(pattern, text), re.split(f"({pattern})", text, 1),
          re.findall(pattern, text), [m.span() for m in re.finditer(pattern, text)])
print(re.sub(b"a", rb"<\g<0>>", b"banana"), re.sub(b"a", lambda m: m.group() * 2, bytearray(b"banana"), 2), re.split(b"n", bytearray(b"banana")))
print(re.sub("a", "b", "xyz") is not None, re.subn("(a)|b", r"[\1]", "ab"), re.sub("a", "b", "aaa", -1), re.sub("a", "b", "aaa", count=1))
attempt(re.sub, "a", b"b", "a")
attempt(re.sub, b"a", "b", b"a")
attempt(re.split, "a", "bab", maxsplit="x")

print(re.I, repr(re.I), re.I | re.M, ~re.I, re.I & re.M, repr(re.RegexFlag(1 << 20)), int(re.A), re.RegexFlag["X"], re.S == 16, type(re.I | 1).__name__)
print(re.escape("a.b*c [x] -#\n\x00é"), re.escape(b"a.\xff"), re.escape(""))
before = len(re._cache)
re.purge()
for i in range(600):
    re.match(f"a{i}", "a1")
print(before > 0, len(re._cache), re._MAXCACHE)


class Text(str):
    pass


print(type(re.match(Text("a+"), Text("aab")).group()).__name__, re.sub("a", Text("b"), Text("aa")), type(re.split(",", Text("a"))[0]).__name__)
lexicon = re.Scanner([(r"\d+", lambda scanner, token: int(token)), (r"[a-z_]+", "name"), (r"\s+", None), ("(=)(x)?", lambda s, t: t)])
print(lexicon.scan("abc = 12 %"))
deep = "(" * 150 + "a" + ")" * 150
print(re.compile(deep).match("a").lastindex, re.match("|".join(f"word{i}" for i in range(3000)), "word2999").group())
print(len(re.match("(?:a|b)*", "ab" * 100000).group()), re.match('"(?:[^"\\\\]|\\\\.)*"', '"' + "ab" * 50000 + '"').end())
print(re.match("a{70000}", "a" * 70000).end(), re.match("a{3,100000}", "a" * 99999).end(), re.match("(?:ab){65535}", "ab" * 65535).end())
for attributes in (re.error("m"), re.error("m", "a\nbc", 3)):
    print(attributes, attributes.msg, attributes.pattern, attributes.pos, attributes.lineno, attributes.colno)
print(re.search(r"\ud800+", "a\ud800\ud800").span(), re.findall(".", "\udcff\U0001f600"), ascii(re.sub("é", "\u20ac", "aé\U0001f600")))
