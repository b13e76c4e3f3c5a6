"""weakref.finalize: call, detach, peek, alive, atexit."""
import weakref


class C:
    pass


def report(*args, **kwargs):
    print("finalizing", args, kwargs)
    return "result"


c = C()
f = weakref.finalize(c, report, 1, two=2)
print(f.alive, f.atexit, f.peek()[0] is c, f.peek()[2:])
del c
print(f.alive, f(), f.peek(), f.detach())
c = C()
f = weakref.finalize(c, report, "called")
print(f(), f(), f.alive)
del c
c = C()
f = weakref.finalize(c, report, "detached")
print(f.detach()[2:], f.alive)
del c
c, d, e = C(), C(), C()
weakref.finalize(c, report, "exit 1")
weakref.finalize(d, report, "exit 2")
weakref.finalize(e, report, "not at exit").atexit = False
print("end")
