def attempt(f):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
def setb(c, b):
    def f():
        c.__bases__ = b
        return [k.__name__ for k in c.__mro__]
    attempt(f)
class A: pass
class B: pass
setb(B, (A,))
class O: pass
class A(O):
    def f(self): return "A.f"
    __len__ = lambda self: 3
class A2(O):
    def f(self): return "A2.f"
    def __repr__(self): return "<A2 child>"
class C(A): pass
class D(C): pass
d = D()
print(d.f(), len(d))
setb(C, (A2,))
print(d.f(), repr(d)); attempt(lambda: len(d))
print(A.__subclasses__(), A2.__subclasses__(), D.__mro__)
setb(C, [A]); setb(C, ()); setb(C, (1,)); setb(C, (D,)); setb(C, (C,)); setb(C,(int,)); setb(C,(bool,)); setb(int,(object,))
attempt(lambda: delattr(C, "__bases__"))
class S:
    __slots__ = ("x",)
class S2:
    __slots__ = ("y",)
class T(S): __slots__=()
class S3: __slots__=("x",)
setb(T, (S2,)); setb(T,(S3,)); setb(T,(object,))
class X(O): pass
class Y(O): pass
class XY(X, Y): pass
class Z(X, Y): pass
class W(Z): pass
class P(Y, X): pass
class Q(O): pass
class R(Z, Q): pass
setb(Q, (P,))
print(R.__mro__, Q.__bases__)
setb(Z, (X, X))
class M(type):
    def mro(cls):
        r = type.mro(cls)
        print("mro of", cls.__name__, [k.__name__ for k in r])
        print(cls.__mro__, hasattr(cls, "extra"), cls.__bases__)
        return r if "extra" not in cls.__dict__ else [cls, *cls.__dict__["extra"], *r[1:]]
class E1: 
    def hello(self): return "hello from E1"
class N(metaclass=M): extra = [E1]
class N2(N): pass
print(N.__mro__, N2.__mro__, N().hello(), N2().hello())
print(isinstance(N(), E1), issubclass(N2, E1), E1.__subclasses__())
class Bad(type):
    def mro(cls): return cls.__dict__["value"](cls) if "value" in cls.__dict__ else type.mro(cls)
def mk(v):
    def f():
        class K(metaclass=Bad): value = v
        return K.__mro__, K.mro()
    attempt(f)
mk(lambda c: 1); mk(lambda c: []); mk(lambda c: [c, 1, object]); mk(lambda c: [c, int, object]); mk(lambda c: (object,)); mk(lambda c: [c]); mk(lambda c: 1/0)
import types, sys
class MyMod(types.ModuleType):
    def __getattr__(self, n): return "dyn " + n
m = sys.modules[__name__]
m.__class__ = MyMod
print(m.anything, type(m))
def f():
    A().__class__ = int
attempt(f)
def f():
    a = A(); a.__class__ = S; 
attempt(f)
def f():
    a = 1; a.__class__ = bool; 
attempt(f)
def f():
    a = A(); a.__class__ = A2; return a
attempt(f)
print(type.mro(int), A.mro())
class G:
    def __new__(cls, *a): print("G.new"); return super().__new__(cls)
    def __del__(self): print("G.del")
class H(G): pass
class G2:
    def __init__(self): print("G2.init")
setb(H, (G2,))
h = H(); del h
print(type.__subclasses__(G), G2.__subclasses__())


# What a loop has cached does not outlive the bases.
class Loud:
    def speak(self):
        return "LOUD"


class Quiet:
    def speak(self):
        return "quiet"


class Speaker(Loud):
    pass


class Child(Speaker):
    pass


words = []
child = Child()
for turn in range(6):
    words.append(child.speak())
    Speaker.__bases__ = (Quiet,) if turn % 2 else (Loud,)
print(words)


# A class may change bases while its metaclass orders it; a failure below leaves all as it was.
class Picky(type):
    def mro(cls):
        order = super().mro()
        if any(base.__name__ == "Quiet" for base in order):
            raise ValueError(f"{cls.__name__} cannot be quiet")
        return order


Speaker.__bases__ = (Loud,)


class PickyChild(Speaker, metaclass=Picky):
    pass


setb(Speaker, (Quiet,))
print(child.speak(), Speaker.__bases__, Child.__mro__, Loud.__subclasses__(), Quiet.__subclasses__())


# A cycle of classes with orders of their own is garbage like any other.
def make():
    class Helper:
        pass

    class Ordered(metaclass=M):
        extra = [Helper]

    Helper.user = Ordered
    return Ordered()


import gc
import weakref

gc.collect()
reference = weakref.ref(type(make()))
gc.collect()
print(reference())
