import contextlib
open_sessions = []
class Session:
    def __init__(self, n): self.n = n; self.log = ["start %d" % n]
@contextlib.contextmanager
def session(n):
    s = Session(n)
    yield s
    s.log.append("end")
def enter(n):
    cm = session(n)
    cm.__enter__()
    open_sessions.append(cm)
for i in range(150): enter(i)
print(len(open_sessions))
#> _GeneratorContextManager | modules: __main__.open_sessions | context_managers.py:13 in enter
