import cmath, math, random
def show(f):
    try: print(repr(f()))
    except Exception as e: print(type(e).__name__, e)
z = 3+4j
print(z, -z, +z, abs(z), z.real, z.imag, z.conjugate(), z == 3+4j, z != 3, hash(z), hash(3+0j) == hash(3), bool(0j), 1j*1j, (1+2j)*(3-4j), (1+2j)/(3-4j), z**2, z**-1, z**0.5, 2**z, z+1, 1.5-z, z*True, 10**30+1j)
print([0j, -0j, 1j, -1j, complex(-0.0, 1), complex(0.0,-0.0), complex(1e16, 1e-5), complex("inf"), complex("nan"), complex(1, float("inf")), complex(-1, float("-nan")), 1e400j, 1.5+0j])
for s in ["1", "1j", "+j", "-j", "1+2j", " ( 1 + 2j ) ", "(1+2j)", " (1-2.5e3j) ", "1e5-1E-5J", "inf+nanj", "-infinityj", "1_0+2_0j", "1__0", "", "j1", "1+", "1+2", "(1+2j", "1+2j)", "1 + 2j", "0x10", "nan", "+nan-infj", "1.j", ".5j", "."]:
    show(lambda: complex(s))
for a in [(), (1,), (1, 2), (1.5, -2), (1j,), (1j, 1j), (1, 2j), ("1", 2), (1, "2"), ([],), (1, []), (True, False), (10**400,), (None,)]:
    show(lambda: complex(*a))
show(lambda: complex(real=1, imag=2)); show(lambda: complex(imag=3))
class C:
    def __complex__(self): return 1+2j
class B:
    def __complex__(self): return 1.5
class F:
    def __float__(self): return 2.5
class I:
    def __index__(self): return 7
class S(complex):
    def __repr__(self): return "S" + super().__repr__()
show(lambda: complex(C())); show(lambda: complex(B())); show(lambda: complex(F(), I())); show(lambda: cmath.sqrt(C())); show(lambda: S(1, 2)); show(lambda: S(1,2)+1); show(lambda: type(+S(1,2))); show(lambda: complex(S(3,4)))
for f in [lambda: 1j < 2, lambda: 1j // 2, lambda: 1j % 2, lambda: divmod(1j, 2), lambda: int(1j), lambda: float(1j), lambda: round(1j), lambda: math.sqrt(1j), lambda: 1j/0, lambda: 0j**-1, lambda: 0j**1j, lambda: (1e200+1j)**3, lambda: abs(complex(1e308,1e308)), lambda: pow(1j, 2, 3), lambda: list((1,))[1j], lambda: 1j + "a", lambda: "%d" % 1j, lambda: "%f" % 1j, lambda: "%s %r" % (1j, 1j), lambda: max(1j, 2j), lambda: 1j & 1, lambda: range(1j), lambda: (-8)**(1/3), lambda: (-8.0)**0.5, lambda: sum([1j, 2, 3.5]), lambda: 5 == 5+0j, lambda: {1+0j: "a"}[1], lambda: (1j).__add__("x"), lambda: (1j).__getnewargs__(), lambda: 1j.__complex__(), lambda: hash(complex(float("inf"), 1)), lambda: 1j ** 2.5, lambda: 10**400 + 1j, lambda: 10**400 == 1j, lambda: complex.__name__, lambda: isinstance(1j, complex), lambda: sorted([1j, 2j])]:
    show(f)
for spec in ["", "g", ".2f", "+.3e", "10", "<12", ">12", "^14", "*^20.2f", " .1f", ",.2f", "_", "#g", "n", ".3", "+", "05", "=10", "d", "s", "z.0f", ".0e", "E", "G"]:
    show(lambda: format(1234.5-0.001j, spec)); show(lambda: format(-0.0+2j, spec)); show(lambda: format(3j, spec))
print(f"{1+2j!r:>10}|{1+2j:.1f}|{1j}")
import sys
print(sys.getsizeof(1j), complex.__mro__, (1j).__class__)
match 1-2j:
    case 1+2j: print("no")
    case 1-2j: print("yes")
match -3.5+0j:
    case -3.5+0j: print("neg")
def consts(): return 1j, 2+3j, -1j, 1j*2, -(1-0j), 1j**2, 0j, -0j
print(consts(), consts.__code__.co_consts)
r = random.Random(5)
for i in range(300):
    a = complex(r.uniform(-10, 10), r.uniform(-10, 10)); b = complex(r.uniform(-3, 3), r.uniform(-3, 3))
    out = [a*b, a/b, a**b, a+b, a**3, a**-7, abs(a), hash(a)]
    for n in "acos acosh asin asinh atan atanh cos cosh exp log log10 sin sinh sqrt tan tanh phase polar".split():
        out.append(getattr(cmath, n)(b))
    if i < 3: print(out)
    print([format(x, ".12g") if not isinstance(x, tuple) else [format(y, ".12g") for y in x] for x in out])
