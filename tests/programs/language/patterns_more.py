# Keywords with `as`, what matches sequence and mapping patterns, and stars in subscripts.
from dataclasses import dataclass
@dataclass
class P:
    x: object
    y: object = 0
match P(P(1, 2), [3, 4]):
    case P(x=P() as a, y=[_, _] as b): print(a, b)
match P(1, 2):
    case P(x=1 | 2 as q,
           y = (2 | 3) as r): print(q, r)
match P(P(5)):
    case P(P(x=int() as n)): print(n)
    case P(x=P(x=str() as n)) if dict(a=1): print(n)
class S:
    def __getitem__(self, k): return k
print(S()[*[1, 2], 3], S()[*'ab'], S()[1, *(2, 3)], [*[1], *[2]], S()[[*[1]]], (lambda *a: a)(*[1], *(2,)), [[1, 2][0], *[3]])

from collections import deque, UserDict, UserList, ChainMap, OrderedDict, defaultdict, Counter
from collections.abc import Sequence, Mapping
import array, types
class Sq(Sequence):
    def __len__(self): return 2
    def __getitem__(self, i): return [5, 6][i]
class Mp(Mapping):
    def __len__(self): return 1
    def __iter__(self): return iter('k')
    def __getitem__(self, k):
        if k != 'k': raise KeyError(k)
        return 'v'
class Reg:
    def __len__(self): return 1
    def __getitem__(self, i): return [5][i]
Sequence.register(Reg)
class SubReg(Reg): pass
class StrSub(str): pass
for v in (deque([1, 2]), UserDict(k=1), UserList([3, 4]), ChainMap({'k': 2}), OrderedDict(k=3), defaultdict(int), Counter('k'), Sq(), Mp(), Reg(), SubReg(), array.array('i', [1, 2]), memoryview(b'ab'), types.MappingProxyType({'k': 9}), 'ab', b'ab', bytearray(b'ab'), StrSub('xy'), {1, 2}, iter([1]), range(2), (x for x in [1])):
    match v:
        case {'k': x, **rest}: print(type(v).__name__, 'map', x, rest)
        case {}: print(type(v).__name__, 'empty map')
        case [a, b]: print(type(v).__name__, 'seq', a, b)
        case [a]: print(type(v).__name__, 'seq1', a)
        case _: print(type(v).__name__, 'neither')
d = defaultdict(list)
match d:
    case {'x': y}: print('made')
    case _: print('not made', d)
k1 = k2 = 'q'
class NS: a = 'q'; b = 'q'
try:
    match {'q': 1}:
        case {NS.a: 1, NS.b: 1}: print('?')
except ValueError as e: print(e)
class Twice:
    __match_args__ = ('x', 'x')
    x = 1
for f in (1, 2):
    try:
        match Twice():
            case Twice(1, x=1) if f == 1: print('?')
            case Twice(1, 1): print('?')
    except TypeError as e: print(e)
class V:
    def __index__(s): return 3
    def __bytes__(s): return b'v'
    def __rmul__(s, o): return ('rmul', o)
print(bytes(V()), bytearray(V()), 'x' * V(), [1] * V(), b'a' * V(), (1,) * V())
