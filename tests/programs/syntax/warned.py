"""Constructs that compile with a SyntaxWarning; here the warnings are gathered and shown on stdout."""
import warnings

CASES = """
x is 5
x is not "a"
"b" is x or None is None
assert (x, "always")
[(1, 2) (3, 4)]
5[0]
(lambda: 1)[0]
f"a"(1)
"abc"["a"]
[1, 2]["a", 1]
"abc"[1], [1, 2][0], (1, 2)[True], {"a": 1}["a"], [1, 2][0:1]
x is None is not True
(1, 2)[1.5]
{1, 2}[0]
None()
(x for x in y)[0]
"""
for case in CASES.strip().splitlines():
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        compile(case, "<case>", "exec")
    print(case, "|", *[(str(each.message), each.category.__name__, each.filename, each.lineno) for each in caught])
compile("1; 'shown'; None; 2 + 3", "<single>", "single")
exec(compile("1; 'shown'; None; x = 4; x + 3", "<single>", "single"))
print(_)
