import cmath, random
names = "acos acosh asin asinh atan atanh cos cosh exp log log10 sin sinh sqrt tan tanh phase polar isnan isinf isfinite".split()
r = random.Random(7)
pts = [complex(r.uniform(-10, 10), r.uniform(-10, 10)) for i in range(200)] + [complex(a, b) for a in (-2.0, -1.0, -0.5, -0.0, 0.0, 0.5, 1.0, 2.0) for b in (-2.0, -1.0, -0.5, -0.0, 0.0, 0.5, 1.0, 2.0)]
inf, nan = float("inf"), float("nan")
special = [complex(a, b) for a in (-inf, -2.0, -0.0, 0.0, 2.0, inf) for b in (-2.0, -0.0, 0.0, 2.0)]
special += [complex(a, b) for a in (-2.0, 0.5, 2.0) for b in (-inf, inf)]
def run(z):
    for n in names:
        try: print(n, z, getattr(cmath, n)(z))
        except (ValueError, OverflowError) as e: print(n, z, type(e).__name__, e)
for z in pts: run(z)
print("special")
for z in special: run(z)
for a in special[::3]:
    for b in (2, 1j, 10): 
        try: print(cmath.log(a, b), cmath.isclose(a, b))
        except ValueError as e: print(e)
for x in (0.0, -0.0, 1.0, -2.5, inf, -inf, nan):
    for y in (0.0, -0.0, 1.0, -4.5, inf, -inf, nan):
        try: print(cmath.rect(x, y))
        except ValueError as e: print(x, y, e)
