def f(x):
    class c:
        nonlocal x
        x += 1
        def get(self): return x
    return c(), x
c, v = f(0); print(c.get(), v)
def g():
    y = 1
    class K:
        z = y
        def m(self): return y
    y = 2
    return K.z, K().m()
print(g())
f2 = lambda: (yield 1)
it = f2(); next(it)
try: it.send(2)
except StopIteration as e: print(e.value)
exec("""if 1:
    def f():
        y = 1
        def g():
            global y
            return y
        def h():
            return y + 1
        return g, h
    y = 9
    g, h = f()
    print(g(), h())
    """, {}, {})
def outer():
    class A:
        global gg
        gg = 5
    return gg
print(outer(), gg)
import sys
def stack():
    f = sys._getframe(1); out = []
    while f: out.append(f.f_code.co_name); f = f.f_back
    return out
def inner():
    try: yield
    except ValueError: print(stack())
def mid(): yield from inner()
def top(): yield from mid()
t = top(); next(t)
try: t.throw(ValueError)
except StopIteration: pass
async def ai():
    import types
    @types.coroutine
    def y(): yield
    try: await y()
    except ValueError: print(stack())
async def am(): await ai()
a = am(); a.send(None)
try: a.throw(ValueError())
except StopIteration: pass
