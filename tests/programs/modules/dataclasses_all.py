# What dataclass, field and make_dataclass make and refuse; hashes of 64 bits.
from dataclasses import *
from typing import *
import dataclasses, copy, pickle, abc, weakref, inspect
def t(code, **kw):
    ns = dict(globals(), **kw)
    try: exec(code, ns); print('ok', {k: v for k, v in ns.items() if k.startswith('out')})
    except Exception as e: print(type(e).__name__, e)
t('''
@dataclass
class B:
    x: int = 15
    y: int = 0
@dataclass
class C(B):
    z: int = 10
    x: int = 20
out = C(), C(1, 2, 3), C.__match_args__
''')
t('''
@dataclass
class B:
    x: int
@dataclass
class C(B):
    y: int = 5
@dataclass
class D(C):
    z: int
''')
t('''
@dataclass
class A:
    self: str
    cls: int = 3
out = A('s')
''')
t('''
@dataclass
class N:
    v: int
    next: Optional['N'] = None
a = N(1); a.next = a
out = repr(a)
''')
t('''
@dataclass
class K:
    a: int
    _: KW_ONLY
    b: int = 3
    c: str
out = K(1, c='x'), inspect.signature(K), inspect.signature(K.__init__)
''')
t('''
@dataclass
class K:
    a: int
    _: KW_ONLY
    b: int
    _1: KW_ONLY
    c: int
''')
t('''
@dataclass(unsafe_hash=True)
class H: a: int; b: str = field(hash=False, default='q')
out = hash(H(1)) == hash((1,)), hash(H(1, 'z')) == hash(H(1))
@dataclass(frozen=True)
class E: pass
out2 = hash(E()) == hash(())
''')
t('''
@dataclass(frozen=True)
class F1: a: int
@dataclass
class F2(F1): b: int
''')
t('''
@dataclass
class F1: a: int
@dataclass(frozen=True)
class F2(F1): b: int
''')
t('''
@dataclass(order=True)
class O:
    def __lt__(self, o): return 1
''')
t('''
@dataclass(eq=False, order=True)
class O: a: int
''')
t('''
@dataclass(slots=True)
class S:
    a: int
    b: int = 2
    def m(self): return super().__repr__
out = S(1), S.__slots__, hasattr(S(1), '__dict__')
try: S(1).zz = 3
except AttributeError as e: out2 = str(e)
''')
t('''
@dataclass(slots=True, weakref_slot=True)
class S: a: int
out = S.__slots__, weakref.ref(S(1)) is not None
''')
t('''
@dataclass
class P:
    x: int
    iv: InitVar[int]
    y: int = field(init=False)
    z: list = field(default_factory=list, repr=False)
    def __post_init__(self, iv): self.y = self.x + iv
out = P(1, 2), P(1, 2).z, [f.name for f in fields(P)], P.__dataclass_params__
out2 = replace(P(1, 2), x=5, iv=1)
''')
t('''
@dataclass
class P: y: int = field(init=False, default=3)
replace(P(), y=5)
''')
t('''
@dataclass
class C: a: ClassVar[int] = field(default_factory=list)
''')
t('''
@dataclass
class C: a: ClassVar[int] = 3; b: 'ClassVar[int]' = 4; d: 'int' = 6
out = C(), [f.name for f in fields(C)]
''')
t('''
@dataclass
class C:
    d: dict = field(default_factory=dict)
    l: List['C'] = field(default_factory=list)
    t: tuple = ()
c = C({'k': C()}, [C()], (C(), 1))
out = asdict(c), astuple(c), asdict(c, dict_factory=lambda kv: sorted(k for k, v in kv)), c == copy.deepcopy(c)
''')
t('''
NT = NamedTuple('NT', [('a', int)])
@dataclass
class C: n: NT
out = asdict(C(NT(C(NT(1))))), astuple(C(NT(2)))
''')
t('out = make_dataclass("M", [("x", int), ("y", int, field(default=5))], bases=(), frozen=True)(1), make_dataclass("M", ["a"]).__annotations__')
t('make_dataclass("M", ["a", "a"])'); t('make_dataclass("M", ["for"])'); t('make_dataclass("M", [1])')
t('''
class D:
    def __set_name__(self, o, n): self.n = n
    def __get__(self, i, o=None): return 7 if i is None else i.__dict__['_' + self.n]
    def __set__(self, i, v): i.__dict__['_' + self.n] = v
@dataclass
class C: x: int = D()
out = C().x, C(3).x
''')
t('''
@dataclass
class A(abc.ABC):
    x: int
    @abc.abstractmethod
    def f(self): ...
@dataclass
class B(A):
    def f(self): return self.x
out = B(2).f()
A(1)
''')
t('''
@dataclass
class G(Generic[TypeVar('T')]): v: int
out = G[int](3), G(1) == G(1)
''')
t('''
@dataclass
class A: a: int
class B(A): pass
out = A(1) == B(1), B(1), is_dataclass(B), is_dataclass(B(1)), A(1) != A(1), A(1) == (1,)
''')
t('''
@dataclass
class A: a: int = field(default=1, metadata={'k': 2}); b: int = 2
out = fields(A)[0].metadata, [f.default for f in fields(A)], A.a, A.__doc__
field(default=1, default_factory=int)
''')
t('''
@dataclass
class A:
    a: int
    def __repr__(self): return 'mine'
    def __eq__(self, o): return True
out = A(1), A(1) == A(2), A.__hash__
''')
t('''
@dataclass
class A:
    x = 3
    y: int = 1
    z: set = set()
''')
t('''
@dataclass
class A: x = field()
''')
t('''
@dataclass(repr=False, init=False)
class A:
    x: int = 3
    def __init__(self): pass
out = A().x, 'A object' in repr(A())
''')
t('@dataclass(zz=1)\nclass A: pass')
t('''
@dataclass(match_args=False)
class A: a: int
out = hasattr(A, '__match_args__')
''')
t('''
@dataclass(kw_only=True)
class A: a: int; b: int = field(kw_only=False)
out = A(1, a=2), A.__match_args__
A(1, 2)
''')
print(hash(tuple(x for x in [1])) == hash((1,)), hash(tuple([1])), hash((1,)), hash(()), hash(tuple([])), hash((1, 2)), hash(tuple([1, 2])), hash(tuple(x for x in [])))
class H:
    def __hash__(self): return hash((1,))
print(hash(H()), H().__hash__())
class I:
    def __hash__(self): return 5740354900026072187
print(hash(I()), 5740354900026072187 % (2**61 - 1))
class J:
    def __hash__(self): return -1
class K:
    def __hash__(self): return 2**61 - 1
class L:
    def __hash__(self): return 2**64 + 5
class M:
    def __hash__(self): return -2**63
class N:
    def __hash__(self): return 2**63
class O:
    def __hash__(self): return True
print(hash(J()), hash(K()), hash(L()), hash(M()), hash(N()), hash(O()))
