"""Text: methods, slices, comparison, repr, Unicode."""
import sys


def attempt(label, function, *arguments):
    try:
        print(label, function(*arguments))
    except Exception as error:
        print(label, type(error).__name__, error)


TEXTS = ["", "a", "hello world", "Hello, World!", "  spaced\tout \n", "ÄÖÜ straße", "日本語テキスト", "mixed é 日 😀 end", "aaaa", "a,b,,c", "line\r\nnext\rlast\n",
         "tab\tsep", "ﬁne ŉ ǰ", "ΑΣ ΣΑΣ", "123", "½²", "_id9", "İstanbul", "\x00\x1f\x7f\xa0\xad", "quote's", 'double "q"', "both ' and \"", "back\\slash"]

print("--- repr and length")
for text in TEXTS:
    print(repr(text), len(text), ascii(text), text.encode("utf-8"))
print(repr("\u2028\ud800\U0010ffff\u200b"), repr("a\u0300"), repr("\t\n\r\b"))

print("--- cases")
for text in TEXTS:
    print(text.upper(), text.lower(), text.title(), text.capitalize(), text.swapcase(), text.casefold(), sep="|")

print("--- questions")
for text in TEXTS + ["ABC", "abc", "Abc Def", "if", "x1", "1x", "é", "٣", "Ⅷ", "ǅ", " ", "\u2003"]:
    print([int(getattr(text, name)()) for name in ("isalpha", "isdigit", "isdecimal", "isnumeric", "isalnum", "isspace", "isupper", "islower", "istitle",
                                                   "isascii", "isprintable", "isidentifier")])

print("--- split")
for text in TEXTS:
    print(text.split(), text.split(","), text.split(None, 1), text.rsplit(None, 1), text.splitlines(), text.splitlines(True), text.partition(" "), text.rpartition(" "))
print("a,b,c,d".split(",", 2), "a,b,c,d".rsplit(",", 2), "a--b--c".split("--"), "a b  c ".split(" "), "  x  y ".split(maxsplit=1), "  x  y ".rsplit(maxsplit=1), ",".split(","))
attempt("empty", "a".split, "")
attempt("type", "a".split, 1)
attempt("empty", "a".partition, "")

print("--- strip")
for text in TEXTS:
    print(repr(text.strip()), repr(text.lstrip("aH ")), repr(text.rstrip("!d\n")), repr(text.strip("é日")))
print("xxabcxx".strip("x"), "abc".strip(""), "prefix-body".removeprefix("prefix-"), "body.py".removesuffix(".py"), "body".removeprefix("zz"))
attempt("type", "a".strip, 1)

print("--- search")
for text in ("hello world", "mixed é 日 😀 end", "aaaa", ""):
    for part in ("o", "a", "", "world", "日", "😀", "zz", "aa"):
        print(text.find(part), text.rfind(part), text.count(part), part in text, text.startswith(part), text.endswith(part), text.find(part, 2), text.rfind(part, 0, 3),
              text.count(part, 1, -1), text.find(part, -3), text.startswith(part, 1), text.endswith(part, 0, -1), end=";")
    print()
print("hello".startswith(("x", "he")), "hello".endswith(("x", "y")), "hello".startswith(()), "hello".startswith("", 9), "".find("", 1), "abc".index("c"), "abcabc".rindex("b"))
attempt("index", "abc".index, "z")
attempt("rindex", "abc".rindex, "z")
attempt("starts", "a".startswith, 1)
attempt("starts", "a".startswith, (1,))
attempt("find", "a".find, 1)
attempt("in", lambda: 1 in "a")

print("--- replace, join, translate")
print("aXbX".replace("X", "--"), "aaa".replace("a", "b", 2), "abc".replace("", "-"), "abc".replace("", "-", 2), "日本".replace("本", "x"), "abc".replace("z", "y"), "".replace("", "x"), "aaa".replace("aa", "b"))
print(",".join(["a", "b"]), "".join([]), "-".join("abc"), "é".join(("日", "x")), ", ".join(str(i) for i in range(4)), "x".join({"only": 1}))
attempt("join", "a".join, [1])
attempt("join", "a".join, 1)
attempt("replace", "a".replace, 1, 2)
table = str.maketrans("abc", "xyz", "d")
print("abcd".translate(table), str.maketrans({"a": "1", 98: None}), "ab".translate({97: "long", 98: 99}), "x".translate({}))
attempt("maketrans", str.maketrans, "ab", "c")
attempt("maketrans", str.maketrans, 5)

print("--- layout")
for width in (0, 5, 6, 11):
    print("abc".center(width, "*"), "abcd".center(width, "*"), "abc".ljust(width) + "|", "abc".rjust(width, "."), "abc".zfill(width), "-5".zfill(width), "+".zfill(width))
print("a\tb\tcc\td".expandtabs(), "a\tb".expandtabs(4), "\t".expandtabs(0), "a\nb\tc".expandtabs(4))
attempt("center", "a".center)
attempt("center", "a".center, 5, "xx")
attempt("zfill", "a".zfill, "x")

print("--- indexing")
text = "Python 日本 é"
for i in (0, 5, -1, -3):
    print(text[i], end=" ")
for s in (slice(2), slice(2, 5), slice(-4, None), slice(None, None, -1), slice(None, None, 3), slice(8, 2, -2), slice(5, 2), slice(100), slice(-100, 100), slice(7, 9)):
    print(repr(text[s]), end=" ")
print()
attempt("index", lambda: text[99])
attempt("index", lambda: text["a"])
attempt("step", lambda: text[::0])
attempt("assign", lambda: text.__setitem__(0, "x"))
print(list("aé日"), [c for c in "xyz"], list(reversed("abc")), "".join(sorted("hello")), max("hello"), "abc"[True], tuple("ab"), dict(zip("ab", "cd")), list(enumerate("ab")))
a, b, *c = "hello"
print(a, b, c)

print("--- operators")
print("a" + "b", "ab" * 3, 3 * "ab", "ab" * 0, "ab" * -1, "é" + "日", "" + "x", "日" * 2, "a" "b")
print("a" < "b", "a" < "aa", "Z" < "a", "é" > "z", "日" > "é", "abc" == "abc", "abc" != "abd", "a" == 1, "a" >= "a", "😀" > "日", "" < "a")
attempt("add", lambda: "a" + 1)
attempt("add", lambda: 1 + "a")
attempt("multiply", lambda: "a" * "b")
attempt("multiply", lambda: "a" * 1.5)
attempt("less", lambda: "a" < 1)
attempt("bytes", lambda: "a" + b"b")

print("--- encoding")
for encoding in ("utf-8", "ascii", "latin-1", "utf-16", "utf-16-le", "utf-32-be", "utf_8", "UTF-8", "foo"):
    attempt(encoding, "aé日".encode, encoding)
    attempt(encoding, "aé".encode, encoding)
for errors in ("ignore", "replace", "backslashreplace", "xmlcharrefreplace", "strict", "zzz"):
    attempt(errors, "aé日b".encode, "ascii", errors)
attempt("surrogate", "\ud800".encode)
print("\ud800".encode("utf-8", "surrogatepass"), "a".encode(), "日".encode("utf-16-be"))

print("--- str()")
print(str(), str(5), str(b"abc"), str(b"caf\xc3\xa9", "utf-8"), str(b"abc", encoding="ascii"), str(None), str([1, "a"]), str("x"))
attempt("decode", str, "a", "utf-8")
attempt("decode", str, 5, "utf-8")
print(ord("a"), ord("日"), chr(97), chr(0x65e5), chr(0x1f600), ord(b"a"))
attempt("chr", chr, -1)
attempt("chr", chr, 0x110000)
attempt("ord", ord, "ab")
attempt("ord", ord, 5)
print(sys.getsizeof(""), sys.getsizeof("a"), sys.getsizeof("abc"), sys.getsizeof("日"), sys.getsizeof("😀"), sys.getsizeof("é"), sys.getsizeof("ab日"))


class Name(str):
    def shout(self):
        return self.upper() + "!"

    def __repr__(self):
        return f"Name({str(self)!r})"


print("--- derived")
n = Name("ada")
n.year = 1815
print(n, repr(n), n.shout(), n == "ada", hash(n) == hash("ada"), n.year, type(n + "x").__name__, type(n.upper()).__name__, {n: 1}["ada"], [n], n[0], len(n), f"{n:>5}", "a" in n)
print(Name(5), Name(b"x", "ascii"), isinstance(n, str), n + n, n.replace("a", "b"), type(str(n)).__name__, "%s" % n, sorted([Name("b"), "a"]))
print("abc".__contains__("b"), "abc".__len__(), "abc".__getitem__(1), "a".__add__("b"), "a".__mul__(2), "abc".__eq__("abc"), "a".__lt__(1), "a".__hash__() == hash("a"))
