# Files of bytes in memory; what abstract classes remember of their subclasses.
import io, abc, collections.abc as ca, gc, weakref
b = io.BytesIO(b'hello\nworld\n'); print(b.readline(), b.tell(), b.read(2), b.readlines(), b.read(), b.seek(0, 2), b.write(b'xyz'), b.getvalue(), b.seek(1), b.write(bytearray(b'EL')), b.getvalue(), b.truncate(4), b.getvalue(), b.seek(-2, 2), b.read(), b.seek(10), b.write(memoryview(b'end')), b.getvalue())
v = b.getbuffer(); v[0] = 72; print(bytes(v[:3]), len(v), v.nbytes); v.release(); print(b.getvalue()[:2], b.readable(), b.writable(), b.seekable(), b.closed)
ba = bytearray(5); b.seek(0); print(b.readinto(ba), ba, b.read1(3), list(io.BytesIO(b'a\nb\nc')), io.BytesIO().read(), io.BytesIO(b'abc').readline(2))
for bad in ('b.write("x")', 'b.seek(-1)', 'b.write(5)', 'b.read("x")'):
    try: eval(bad)
    except Exception as e: print(bad, type(e).__name__)
with io.BytesIO(b'q') as f: print(f.read())
try: f.read()
except ValueError as e: print(e)
class S(abc.ABC): pass
class A: pass
class B(A): pass
a, bb = A(), B()
print(isinstance(a, S), isinstance(bb, S), issubclass(A, S)); S.register(A); print(isinstance(a, S), isinstance(bb, S), issubclass(B, S))
class H(abc.ABC):
    @classmethod
    def __subclasshook__(cls, c): return any('foo' in k.__dict__ for k in c.__mro__) or NotImplemented
class F: foo = 1
print(isinstance(F(), H), isinstance(a, H), issubclass(F, H), issubclass(int, H))
def temp():
    class T(S): pass
    r = weakref.ref(T); print(isinstance(T(), S), isinstance(T(), ca.Sized), issubclass(T, H)); return r
r = temp(); gc.collect(); print(r())
for t in (int, str, list, dict, set, tuple, frozenset, bytes, type(None), type, range, type(iter([])), type(x for x in []), type(lambda: 0)):
    print(t.__name__, [c for c in ('Hashable', 'Iterable', 'Iterator', 'Sized', 'Container', 'Collection', 'Callable', 'Sequence', 'MutableSequence', 'Mapping', 'MutableMapping', 'Set', 'MutableSet', 'Generator', 'Reversible', 'ByteString') if issubclass(t, getattr(ca, c)) and issubclass(t, getattr(ca, c))])
class Proxy:
    @property
    def __class__(self): return dict
print(isinstance(Proxy(), ca.Mapping), isinstance(Proxy(), ca.Sequence), isinstance(Proxy(), dict))
try: issubclass(5, S)
except TypeError as e: print(e)
