# An uncaught exception lives until the end: sys.last_value holds it, past the atexit callbacks.
import atexit
class L:
    def __init__(self, n): self.n = n
    def __del__(self): print("del", self.n)
def f():
    x = L("local")
    raise ValueError("end")
y = L("global")
atexit.register(lambda: print("atexit"))
f()
