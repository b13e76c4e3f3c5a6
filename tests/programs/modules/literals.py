# ast.literal_eval: literals of all kinds, and what is none.
import ast

for text in ("1", " 1", "-1", "+1", "--1", "1.5e3", "1_000", "0xff", "0b11", "0o17", ".5", "5.", "1j", "1+2j", "-1.5-2j", "'a'", '"b"', "'a' 'b'", "b'x'",
             "b'x' b'y'", "r'\\n'", "'''x\ny'''", "'it\\'s'", "u'z'", "rb'\\q'", "()", "(1,)", "(1)", "1, 2", "1,", "[1, 2,]", "[]", "[[1], (2, 'x')]", "{}", "{1: 2}",
             "{'a': [1, {'b': (2,)}], 'c': None,}", "{1, 2}", "{1}", "set()", "True", "False", "None", "...", "[1, # comment\n 2]", "(1,\n2)",
             "{'k': -1.5, ('a', 1): {True}}", "[\n]", "'\\u00e9\\x41'", "'{x}'", "10**2", "1+1", "x", "f()", "[x]", "{**a}", "[*a]", "a.b", "'a' + 'b'",
             "'a'.upper()", "lambda: 1", "[i for i in 'a']", "1 if 2 else 3", "__import__('os')", "f'{1}'", "1 < 2", "not 1", "-'a'", "1j+1",
             "[1", "1 2", "", "'abc", "{1: }", "set([1])", "1 + 2 + 3j", "-True", "{[]: 1}", "\t1"):
    try:
        print(repr(text), "->", repr(ast.literal_eval(text)))
    except Exception as error:
        print(repr(text), "!!", type(error).__name__, error if isinstance(error, TypeError) else "")
config = ast.literal_eval(repr({"name": "x", "sizes": [1, 2.5, -3], "nested": {"t": (True, None)}, "bytes": b"\x00"}))
print(config)
