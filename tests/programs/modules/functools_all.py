"""functools: reduce, partial, caches, ordering, dispatch, wraps."""
from functools import *
import functools, gc
print(reduce(lambda a,b:a+b,[1,2,3]), reduce(lambda a,b:a+b,[],5))
try: reduce(lambda a,b:a, [])
except TypeError as e: print(e)
p = partial(print, 1, 2, sep='-')
p(3); print(p.func is print, p.args, p.keywords)
q = partial(p, 4, end='!\n'); q(5)
print(repr(partial(int, base=2)), partial(int, base=2)('101'))
@lru_cache(maxsize=2)
def f(x, y=0):
    print('call', x, y); return x + y
f(1); f(2); f(1); f(3); f(2); f(1, y=2)
print(f.cache_info(), f.__name__, f.cache_parameters()); f.cache_clear(); print(f.cache_info())
@cache
def fib(n): return n if n < 2 else fib(n-1)+fib(n-2)
print(fib(80), fib.cache_info())
@total_ordering
class T:
    def __init__(s, v): s.v = v
    def __eq__(s, o): return s.v == o.v
    def __lt__(s, o): return s.v < o.v
print(T(1) <= T(2), T(1) >= T(2), T(3) > T(2))
print(sorted([3,1,2], key=cmp_to_key(lambda a,b: b-a)))
@singledispatch
def show(x): return 'obj'
@show.register(int)
def _(x): return 'int'
@show.register
def _(x: str): return 'str'
print(show(1), show('a'), show(2.5), show(True))
class C:
    @cached_property
    def v(self): print('compute'); return 3
    @lru_cache
    def m(self, x): return x*2
c = C(); print(c.v, c.v, c.__dict__); print(c.m(3), C.m.cache_info().hits, c.m(3), C.m.cache_info().hits)
def deco(fn):
    @wraps(fn)
    def w(*a): "w doc"; return fn(*a)
    return w
@deco
def g(a): "g doc"; return a
print(g.__name__, g.__doc__, g.__wrapped__.__name__, g(2))
