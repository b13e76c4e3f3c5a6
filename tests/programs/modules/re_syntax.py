"""Every construct of the syntax and every error in it: messages, places, and how the pattern matches."""
import re, warnings
warnings.simplefilter("ignore")
patterns = r'''( ) (( a) [ [a [] [^] [^ a** a*+* *a + ? {1} a{2 a{2,1} a{,3} a{,} a{} x{2}{3} (?  (?P (?P< (?P<a (?P<> (?P<1>a) (?P<a>b)(?P<a>c) (?P=a) (?P<a>(?P=a)) (?Pz) (?z) (?<z) (?< (?<=a*) (?<=a|bb) (?<!a+) (?<=ab|cd)e \1 (\1) (a)\2 (a)\1 \8 \08 \400 [\400] \377 [\8] \x \x1 \xg1 \x41 [\x4] [\x41-\x43] \u12 \u0041 \U0000004 \U00110000 \U00000041 \q [\q] \N{foo} \N{DIGIT ONE} \N \N{ \Na \A* ^* $+ \b? (?i)a a(?i) (?i:a)B (?-i:a) (?i-i:a) (?a-u:a) (?au:a) (?L) (?L:a) (?u)a (?x)a#b (?s-: (?s- (?s-) (?-) (?-: (?i (?ia (?ik) (?-k:) (?(1)a|b) (a)?(?(1)b|c) (a)(?(1)b|c|d) (?(x)a) (?(0)a) (?(99)a) (?(-1)a) (?(1a)b) (?# (?#a) (?#a)b [b-a] [a-\d] [\d-z] [a-] [-a] []-a] [a\]b] [[a] [a--b] [a||b] [a&&b] (?>a*)b (?>a a*+ a++b a?+ a{1,2}+ (?:a|b (?:) (?:a*)* (a*)* (a*)+ (?:)* (?=a)* (?!a)+ (?<=(a)\1) (a)(?<=\1) (?<=(?P<q>a)(?P=q)) a|*  |  a| |a (|a) (?<=) ) a) \Z* (a){0} (a){3} (?P<é>a) (?P<a b>c) .{99999999999} .{0,4294967295} .{4294967294} (?<=a{3}) (?t) [\b] \B \07 \0 [\0-\x7f] a{1,2}{3} (?i)(?s)a \d+(?=\D) (?<!\w)x (?(1)a)(b) (?<=(?(1)a|b))(c) (?P<n>a)(?(n)b|c) (?P<n>a)?(?(n)b|c) \\ \. \- \_ \é'''.split(" ")
for pattern in patterns + ["a\n(", "\n\n*", "(?x) a  b # c\n d", "a b", "(?x)a\\ b", "(?x)[ ]", "(?x)( ?:a)", "(?x:a b) c", "\\", "a\\", "(?P<n\\>>a)"]:
    for kind in (str, bytes):
        try:
            p = pattern if kind is str else pattern.encode("latin1")
            compiled = re.compile(p)
        except re.error as error:
            print(kind.__name__, ascii(pattern), "re.error", error, error.msg, error.pos, error.lineno, error.colno)
        except Exception as error:
            print(kind.__name__, ascii(pattern), type(error).__name__, error)
        else:
            found = []
            for text in ("", "a", "aa", "aab", "abc", "ababab", "b", "cc", "A1", "a\n", "ab\ncd", "d-e", "xyz", "]a"):
                t = text if kind is str else text.encode()
                found.append([(m.span(), m.groups(), m.lastindex) for m in compiled.finditer(t)])
                found.append(bool(compiled.fullmatch(t)))
            print(kind.__name__, ascii(pattern), compiled, compiled.groups, dict(compiled.groupindex), compiled.flags, found)
