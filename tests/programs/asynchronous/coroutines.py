import sys, types
async def f(x):
    return x * 2
def run(c):
    try:
        while True:
            r = c.send(None)
            print("yielded", r)
    except StopIteration as e:
        return e.value
print(run(f(4)))
class Aw:
    def __init__(self, v): self.v = v
    def __await__(self):
        got = yield self.v
        print("got", got)
        return self.v + 1
async def g():
    a = await Aw(1)
    b = await Aw(2)
    return a + b + await f(10)
print(run(g()))
class It:
    def __init__(self, n): self.n = n; self.i = 0
    def __aiter__(self): return self
    async def __anext__(self):
        if self.i == self.n: raise StopAsyncIteration
        self.i += 1
        await Aw(self.i * 100)
        return self.i
async def h():
    out = []
    async for x in It(3):
        out.append(x)
    else:
        out.append("else")
    async for x in It(3):
        if x == 2: break
    else: out.append("never")
    l = [x async for x in It(2)]
    s = {x: await f(x) async for x in It(2) if x > 1}
    l2 = [await f(i) for i in range(3)]
    nested = [[y async for y in It(x)] for x in range(3)]
    return out, l, s, l2, nested
print(run(h()))
class CM:
    async def __aenter__(self):
        await Aw(5); print("enter"); return "cm"
    async def __aexit__(self, t, v, tb):
        await Aw(6); print("exit", t, v); return t is ValueError
async def w():
    async with CM() as c, CM() as d:
        print(c, d)
    async with CM():
        raise ValueError("swallowed")
    for i in range(3):
        async with CM():
            if i == 1: break
            continue
    async with CM():
        return "returned"
print(run(w()))
async def agen(n):
    try:
        for i in range(n):
            got = yield i
            print("agen got", got)
            await Aw(i)
    finally:
        print("agen end")
async def use():
    async for x in agen(2): print("x", x)
    a = agen(3)
    print(await a.asend(None)); print(await a.asend("hi"))
    try: await a.athrow(KeyError("k"))
    except KeyError as e: print("KeyError", e)
    print(await anext(a, "default"))
    a = agen(5)
    print(await anext(a)); await a.aclose(); await a.aclose()
    try: await anext(a)
    except StopAsyncIteration: print("stopped")
    ge = (x * 2 async for x in agen(2))
    print(type(ge).__name__, [y async for y in ge])
print(run(use()))
@types.coroutine
def tc(n):
    x = yield n
    return n * 10
async def usetc(): return await tc(3)
print(run(usetc()))
c = f(1)
print(c.cr_frame is not None, c.cr_running, c.cr_await, c.cr_code.co_name, c.__name__, c.__qualname__, repr(c)[:20])
c.close()
print(c.cr_frame)
for bad in (lambda: c.send(None), lambda: run(notaw()), lambda: run(badwith()), lambda: run(badfor()), lambda: run(badit()), lambda: run(badret()), lambda: next(f(1)), lambda: list(f(2)), lambda: f(3).send(5), lambda: iter(agen(1))):
    async def notaw(): await 5
    async def badwith():
        async with 5: pass
    async def badfor():
        async for x in 5: pass
    async def badit():
        class X:
            def __aiter__(self): return 5
        async for x in X(): pass
    async def badret():
        class X:
            def __aiter__(self): return self
            def __anext__(self): return 5
        async for x in X(): pass
    try: print(bad())
    except Exception as e: print(type(e).__name__, e, repr(e.__cause__))
async def stop(): raise StopIteration(3)
async def astop():
    raise StopAsyncIteration(3)
    yield
try: run(stop())
except RuntimeError as e: print(e, repr(e.__cause__))
try: run(anext(astop()).__await__())
except RuntimeError as e: print(e, repr(e.__cause__))
async def ignore():
    try: await Aw(1)
    except GeneratorExit: await Aw(2)
c = ignore(); c.send(None)
try: c.close()
except RuntimeError as e: print(e)
async def aignore():
    try: yield 1
    except GeneratorExit: yield 2
async def ua():
    a = aignore(); await anext(a)
    try: await a.aclose()
    except RuntimeError as e: print(e)
run(ua())
def first(a): print("first", a.__name__)
def fin(a): print("final", a.__name__)
print(sys.get_asyncgen_hooks())
sys.set_asyncgen_hooks(first, fin)
print(sys.get_asyncgen_hooks().firstiter is first)
async def uu():
    async for x in agen(2): break
run(uu())
sys.set_asyncgen_hooks(None, None)
f(9)
def caller():
    f(10)
caller()
x = f(11)
async def deep(n):
    if n: return await deep(n - 1) + 1
    await Aw(0)
    1/0
try: run(deep(3))
except ZeroDivisionError:
    import traceback; traceback.print_exc()
c1 = deep(1); c1.send(None)
async def again(): await c1
try: run(again())
except RuntimeError as e: print(e)
print(c1.cr_await.__name__, sys.getsizeof(c1), sys.getrefcount(c1))
def recursion():
    async def r(): await r()
    r().send(None)
try: recursion()
except RecursionError as e: print(e)
