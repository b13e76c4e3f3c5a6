import traceback
def show(f):
    try: print("->", f())
    except BaseException as e: print(type(e).__name__, e, repr(e))
eg = ExceptionGroup("msg", [ValueError(1), TypeError("t"), ExceptionGroup("inner", [OSError(2), ValueError(3)])])
print(repr(eg), str(eg), eg.message, eg.exceptions, eg.args)
print(ExceptionGroup.__mro__, ExceptionGroup.__bases__, BaseExceptionGroup.__bases__)
print(eg.split(ValueError)); print(eg.subgroup((TypeError, OSError))); print(eg.subgroup(lambda e: isinstance(e, OSError))); print(eg.split(KeyError)); print(eg.split(ExceptionGroup))
show(lambda: ExceptionGroup("x", [])); show(lambda: ExceptionGroup("x", 5)); show(lambda: ExceptionGroup(1, [ValueError()])); show(lambda: ExceptionGroup("x"))
show(lambda: ExceptionGroup("x", [ValueError(), 3])); show(lambda: ExceptionGroup("x", [KeyboardInterrupt()])); show(lambda: type(BaseExceptionGroup("x", [ValueError()])))
show(lambda: type(BaseExceptionGroup("x", [KeyboardInterrupt()]))); show(lambda: eg.split(3)); show(lambda: eg.subgroup([ValueError]))
class My(ExceptionGroup):
    def derive(self, excs): return My(self.message + "!", excs)
m = My("mine", [ValueError(1), KeyError(2)])
m.add_note("note")
a, b = m.split(KeyError)
print(repr(a), repr(b), a.__notes__, a.__notes__ is m.__notes__)
class Bad(ExceptionGroup):
    def derive(self, excs): return 5
show(lambda: Bad("x", [ValueError(), KeyError()]).split(ValueError))
class MyB(ExceptionGroup): pass
show(lambda: MyB("x", [KeyboardInterrupt()]))
def run(exc, n=0):
    log = []
    try:
        try:
            if exc: raise exc
        except* ValueError as e:
            log.append(("V", repr(e)))
            if n == 1: raise
            if n == 2: raise KeyError("new")
            if n == 3: raise KeyError("new") from e
        except *(TypeError, OSError) as e:
            log.append(("TO", repr(e)))
            if n == 2: raise IndexError("two")
        else:
            log.append("else")
        finally:
            log.append("finally")
    except BaseException as e:
        log.append(("out", repr(e), repr(e.__context__), repr(e.__cause__)))
    print(log)
for n in range(4):
    run(None, n); run(ValueError("naked"), n); run(KeyError("naked"), n); n < 3 and run(eg, n)
    run(ExceptionGroup("g", [KeyError(1), ValueError(2), KeyError(3)]), n); run(BaseExceptionGroup("b", [KeyboardInterrupt(), OSError(3)]), n)
def f():
    try: raise ExceptionGroup("x", [ValueError(1)])
    except* ValueError as e:
        for i in range(3):
            if i == 1: break
        print(i, e)
    try: print(e)
    except NameError as x: print(x)
f()
try:
    try: raise ValueError
    except* ExceptionGroup: pass
except TypeError as e: print(e)
try:
    try: raise ValueError
    except* 5: pass
except TypeError as e: print(e)
for src in ("try: pass\nexcept ValueError: pass\nexcept* TypeError: pass", "def f():\n for x in y:\n  try: pass\n  except* ValueError: break", "for x in y:\n try: pass\n except* ValueError:\n  continue", "try: pass\nexcept*: pass"):
    try: compile(src, "s", "exec")
    except SyntaxError as e: print(e.msg, e.lineno, e.offset)
def deep(n):
    e = ValueError(n)
    for i in range(n): e = ExceptionGroup("d%d" % i, [e])
    return e
try: raise ExceptionGroup("many", [ValueError(i) for i in range(18)])
except ExceptionGroup: traceback.print_exc()
try: raise deep(13)
except ExceptionGroup: traceback.print_exc()
def cause():
    try:
        try: raise ValueError("first\nline two")
        except ValueError as e: raise TypeError("second") from e
    except TypeError as t: return t
t = cause()
t.add_note("a note\nof two lines")
try:
    1/0
except ZeroDivisionError as z:
    try: raise ExceptionGroup("with chain", [t, ExceptionGroup("nested", [z, KeyError(5)]), SyntaxError("bad", ("f", 1, 2, "abc def"))])
    except ExceptionGroup as g:
        g.add_note("group note")
        traceback.print_exc()
raise ExceptionGroup("final", [t, ValueError(2)]) from ExceptionGroup("why", [KeyError(1)])
