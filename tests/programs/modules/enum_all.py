# Enumerations and flags of all kinds.
from enum import *
class Fl(Flag): R = 1; W = 2; RW = 3; N = 0
class IF(IntFlag): A = 1; B = 2
for code in ('Fl(8)', 'Fl(-1)', 'Fl(-9)', 'Fl("x")', 'Fl.N', 'list(Fl)', 'len(Fl)', 'Fl.__members__', 'Fl.R | 1', '1 | Fl.R', 'IF(8)', 'IF(-1)', '~IF.A', 'IF(9)', 'IF.A | 8', 'IF(0)', 'list(IF(3))', 'IF.A in IF(3)', 'Fl.RW & ~Fl.R', 'list(Fl.N)', 'Fl.R.name', 'Fl.N.name', 'Fl(0)', 'list(reversed(Fl))', 'Fl.R.value', 'Fl.RW in Fl', 'Fl.RW ^ Fl.R', 'bool(Fl.N)', 'Fl.R == 1', 'IF.A == 1', 'hash(IF.A)', 'Fl.R & 2', 'Fl.R < Fl.W', 'sorted(IF)', 'str(IF.A|IF.B)', 'repr(IF.A|IF.B)', 'repr(IF(12))', "f'{IF.A|IF.B:>4}'", 'Fl["RW"]', 'Fl["Z"]', 'Fl.Z', 'Fl.R.name', 'dir(Fl.R)', 'Fl.__name__', 'isinstance(Fl.RW, Fl)', 'Fl.R.W', 'Fl.RW.__contains__(Fl.R)', 'IF(True)', 'IF.A + IF.B', 'IF.A * 5', '-IF.A', 'IF.B ** 2', 'IF.A << 3', 'abs(IF.A)', 'IF.from_bytes(b"a", "big")'):
    try: print(code, '->', repr(eval(code)))
    except Exception as e: print(code, '!!', type(e).__name__, e)
class C(Enum):
    A = 1
    def __new__(cls, v): o = object.__new__(cls); o._value_ = v * 10; return o
print(C.A, C.A.value, C(10))
@verify(UNIQUE)
class U(Enum): A = 1; B = 2
@unique
class V(Enum): A = 'x'; B = 'y'
print([m.name for m in V], V('x'), V.A.__class__, V.__class__.__name__, V.A is V['A'], {m: m.value for m in V})
class W(Enum):
    A = 1
    B = A + 1
    def describe(self): return self.name.lower(), self.value
    @property
    def double(self): return self.value * 2
    @staticmethod
    def s(): return 's'
    class Inner: pass
print(W.B.describe(), W.B.double, W.s(), W.A.s())
class D(dict, Enum):
    X = {'a': 1}
print(D.X, D.X['a'], repr(D.X))
class T(tuple, Enum):
    P = 1, 2
print(T.P, T.P[1], repr(T.P), T.P.value)
import pickle, copy, json
print(pickle.loads(pickle.dumps(W.A)) is W.A, copy.deepcopy(W.B) is W.B, copy.copy({W.A: [W.B]}), json.dumps({'a': IF.A, 'b': [IF.B]}), pickle.loads(pickle.dumps(Fl.RW)) is Fl.RW, pickle.loads(pickle.dumps(IF(3))) == 3)
class Num(float, Enum):
    PI = 3.14
    E = 2.71
print(Num.PI, Num.PI + 1, repr(Num.E), f'{Num.PI:.1f}', f'{Num.PI}', sorted(Num))
class Days(IntEnum):
    MON = 1
    TUE = 2
    @classmethod
    def from_str(cls, s): return cls[s.upper()]
print(Days.from_str('mon'), Days(2).name, Days.MON < Days.TUE, Days.MON == 1, list(map(int, Days)), [d for d in Days if d > 1], Days.MON.__reduce_ex__(2), type(Days.MON.value), str(Days.MON), '{}'.format(Days.MON), '%d' % Days.MON)
for bad in ('class A(Enum):\n x = 1\n x = 2', 'class A(Days): pass', 'Enum("A", "x x")', 'class A(Enum):\n mro = 1', 'class A(Enum):\n _x_ = 1', 'class A(StrEnum):\n a = 1', 'class A(IntEnum):\n a = "x"', 'Days.MON()', 'Days.MON.TUE', 'Days[1]', 'Days("x")', 'Days.MON = 4', 'del Days.MON', 'Days.new = 1', 'Days.MON.value = 2', 'Days.MON.foo', 'Days.MON.name = "q"', 'unique(Enum("Z", {"a": 1, "b": 1}))', 'verify(UNIQUE)(Enum("Z", {"a": 1, "b": 1}))', 'verify(CONTINUOUS)(Enum("Z", {"a": 1, "b": 3}))', 'Enum("E", "")', 'list(Enum("E", ""))', 'Enum("E", [("a", 1), ("b", 2)]).b'):
    try: exec(bad); print(bad, 'ok')
    except Exception as e: print(bad, '!!', type(e).__name__, e)
