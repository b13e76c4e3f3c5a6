"""The modules math, random, json and string."""
import json
import math
import random
import string


def attempt(label, function, *arguments, **keywords):
    try:
        print(label, function(*arguments, **keywords))
    except Exception as error:
        print(label, type(error).__name__, error)


print("--- math")
VALUES = [0, 1, -1, 0.5, -0.5, 2, 10, 1e-10, 100.25, 1e300, -1e300, float("inf"), float("-inf"), float("nan"), 10**400, 7, 2**70]
for name in ["sqrt", "exp", "expm1", "log", "log2", "log10", "log1p", "sin", "cos", "tan", "asin", "acos", "atan", "sinh", "cosh", "tanh", "asinh", "acosh", "atanh",
             "fabs", "floor", "ceil", "trunc", "degrees", "radians", "isnan", "isinf", "isfinite", "modf", "frexp", "erf", "erfc", "gamma", "lgamma", "ulp"]:
    function = getattr(math, name)
    for value in VALUES:
        try:
            result = function(value)
            print(name, str(value)[:12], f"{result:.12g}" if isinstance(result, float) else str(result)[:60])
        except Exception as error:
            print(name, str(value)[:12], type(error).__name__, error)
print(math.pi, math.e, math.tau, math.inf, math.nan)
for expression in ["log(8, 2)", "log(100, 10)", "log(2, 1)", "log(0)", "log(10**1000)", "pow(2, 0.5)", "pow(0, -1)", "pow(-1, .5)", "fmod(-7, 3)", "fmod(1, 0)", "remainder(7, 4)", "atan2(1, -1)",
                   "copysign(3, -0.0)", "ldexp(0.5, 10)", "ldexp(1, 5000)", "hypot(3, 4)", "hypot()", "hypot(1, 2, 3)", "dist([1, 2], [4, 6])", "dist([1], [1, 2])", "fsum([0.1] * 10)", "fsum([1e308, 1, -1e308])",
                   "fsum([])", "prod([1, 2, 3, 4])", "prod([], start=5)", "prod([0.5, 4])", "gcd(12, 18)", "gcd()", "gcd(-4, 6, 10)", "lcm(4, 6)", "lcm(0, 5)", "factorial(20)", "factorial(30)", "factorial(-1)",
                   "factorial(1.5)", "comb(5, 2)", "comb(50, 25)", "comb(2, 5)", "comb(5, -1)", "perm(5, 2)", "perm(5)", "perm(2, 3)", "isqrt(10**30)", "isqrt(-1)", "isclose(1, 1 + 1e-10)", "isclose(1, 1.1)",
                   "isclose(0, 1e-10, abs_tol=1e-9)", "isclose(1, 2, rel_tol=-1)", "nextafter(1, 2)", "sqrt('a')", "floor('a')", "trunc('a')", "gcd(1.5)", "sqrt()", "exp2(0.5)", "floor(-2.5)", "ceil(2**60 + 0.5)"]:
    attempt(expression, eval, expression, vars(math))

print("--- random")
for seed in (0, 1, 42, -5, 2**100, 1.5, "text", b"bytes"):
    random.seed(seed)
    print(seed, random.random(), random.randint(1, 100), random.getrandbits(70), random.choice("abcdef"), random.uniform(1, 10))
random.seed(12345)
items = list(range(20))
random.shuffle(items)
print(items, random.sample(range(100), 5), random.sample(items, 10), random.choices("abc", k=5), random.choices([1, 2, 3], weights=[1, 5, 1], k=5), random.randrange(0, 100, 7))
print(random.gauss(0, 1), random.gauss(), random.normalvariate(5, 2), random.expovariate(0.5), random.triangular(0, 1), random.betavariate(2, 3), random.gammavariate(0.5, 1), random.lognormvariate(0, 1),
      random.paretovariate(2), random.weibullvariate(1, 2), random.randbytes(5))
state = random.getstate()
first = [random.random() for _ in range(700)]
random.setstate(state)
print(first == [random.random() for _ in range(700)], first[-1])
own = random.Random(7)
print(own.random(), own.sample(["a", "b", "c"], 2, counts=[3, 1, 1]), own.randint(10**20, 10**21))
attempt("choice", random.choice, [])
attempt("sample", random.sample, [1], 5)
attempt("randint", random.randint, 5, 1)
attempt("sample", random.sample, {1, 2}, 1)

print("--- json")
data = {"a": 1, "b": [1.5, None, True, False, "é\n\"\\/\x01😀"], "c": {}, "d": [], "e": {"nested": [[], {}]}, "big": 10**30, "f": 1e100, 1: 2, None: 3, True: 4, 2.5: 5}
for keywords in [{}, {"indent": 2}, {"indent": "\t"}, {"separators": (",", ":")}, {"ensure_ascii": False}, {"indent": 0}]:
    print(json.dumps(data, **keywords))
print(json.dumps({"b": 1, "a": {"d": 1, "c": 2}}, sort_keys=True), json.dumps((1, 2)), json.dumps("x"), json.dumps(float("inf")), json.dumps({(1,): 2, "a": 1}, skipkeys=True), json.dumps([1, [2, [3]]], indent=1))
print(json.loads(json.dumps(data)) == {str(k) if not isinstance(k, (bool, type(None))) else {True: "true", None: "null"}[k]: v for k, v in data.items()} | {"true": 4})
for text in ['{"a": [1, 2.5, -3e2, true, false, null, "x\\u00e9\\ud83d\\ude00\\n"]}', "  [ ]  ", "{}", '"s"', "5", "-0", "1E5", "NaN", "[Infinity, -Infinity]", "", "{", "[1,]", "[1 2]", '{"a" 1}', "{'a': 1}", '{"a": }', '"abc',
             '"a\nb"', '"\\x"', '"\\u12"', "[1] x", "nul", "01", "1.", "-", '{"a": 1,}', '{"a": 1, "a": 2}', "[" * 3 + "]" * 3, '{"a":\n [1,\n x]}']:
    attempt(repr(text), json.loads, text)
print(json.loads('{"a": 1.5, "b": 2}', parse_float=str, parse_int=float), json.loads('[{"a": 1}]', object_hook=lambda d: sorted(d)), json.loads('{"a": 1, "b": 2}', object_pairs_hook=list), json.loads(b"[1]"))
circular = []
circular.append(circular)
attempt("circular", json.dumps, circular)
attempt("set", json.dumps, {1})
attempt("key", json.dumps, {(1,): 1})
attempt("nan", json.dumps, float("nan"), allow_nan=False)
attempt("type", json.loads, 5)


class Point:
    def __init__(self, x):
        self.x = x


class Encoder(json.JSONEncoder):
    def default(self, o):
        return {"x": o.x} if isinstance(o, Point) else super().default(o)


print(json.dumps([Point(1)], cls=Encoder), json.dumps(Point(2), default=vars), json.dumps({"k": {1, 2}}, default=list))
attempt("default", json.dumps, {1}, cls=Encoder)
try:
    json.loads('{"a": [1,\n 2,, 3]}')
except json.JSONDecodeError as error:
    print(error.msg, error.pos, error.lineno, error.colno, isinstance(error, ValueError))

print("--- string")
print(string.ascii_letters, string.digits, string.punctuation, repr(string.whitespace), string.hexdigits, len(string.printable), string.capwords("hello big  world"))
t = string.Template("$who likes ${what}; $$5 $missing")
print(t.safe_substitute(who="tim", what="kung pao"), string.Template("$a $b").substitute({"a": 1}, b=2))
attempt("missing", t.substitute, who="x", what="y")
attempt("invalid", string.Template("a\n b $ c").substitute)
