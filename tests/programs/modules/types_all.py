# types: classes made by hand, descriptors of instances only, the names of types.
import types
from typing import Generic, List, TypeVar
class Meta(type):
    @classmethod
    def __prepare__(m, name, bases, **k): return {'prepared': sorted(k)}
    def __new__(m, name, bases, space, **k): return super().__new__(m, name, bases, dict(space))
    def __init__(c, *a, **k): pass
class Base(metaclass=Meta): pass
C = types.new_class('C', (Base,), {'flag': 1}, lambda ns: ns.update(x=5)); print(C, type(C), C.x, C.prepared, C.__mro__[1:], C.__module__)
D = types.new_class('D', (List[int],), {}, lambda ns: None); print(D.__bases__, D.__orig_bases__, D([1]))
T = TypeVar('T'); print(types.new_class('G', (Generic[T],)).__parameters__, types.resolve_bases((int, List[str])), types.resolve_bases((int,)), types.prepare_class('X', (Base,), {'k': 1}))
class Other(type): pass
class O(metaclass=Other): pass
for bases, kwds in (((Base, O), None), ((5,), None), ((int, str), None)):
    try: types.new_class('Bad', bases, kwds)
    except TypeError as e: print(e)
class M2(type):
    def __getattr__(c, n): return f'class {n}'
class Dyn(metaclass=M2):
    def __init__(s): s._v = 1
    @types.DynamicClassAttribute
    def v(s): "doc"; return s._v
    @v.setter
    def v(s, x): s._v = x
d = Dyn(); d.v = 4; print(d.v, Dyn.v)
try: del d.v
except AttributeError as e: print(e)
print([n for n in ('FunctionType', 'LambdaType', 'GeneratorType', 'CoroutineType', 'MethodType', 'BuiltinFunctionType', 'WrapperDescriptorType', 'MethodDescriptorType', 'ModuleType', 'CodeType', 'FrameType', 'TracebackType', 'MappingProxyType', 'CellType', 'GenericAlias', 'UnionType', 'NoneType', 'EllipsisType', 'NotImplementedType', 'GetSetDescriptorType') if not hasattr(types, n)])
print(isinstance(lambda: 0, types.LambdaType), isinstance(len, types.BuiltinFunctionType), isinstance([].append, types.BuiltinMethodType), isinstance(str.join, types.MethodDescriptorType), isinstance(int | str, types.UnionType), isinstance(None, types.NoneType), isinstance(types, types.ModuleType), isinstance(type.__dict__, types.MappingProxyType))
