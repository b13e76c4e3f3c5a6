import atexit
class Temp:
    def __init__(self, n): self.n = n; self.names = ["a%d" % n, "b"]
    def cleanup(self): pass
def make(n):
    t = Temp(n)
    atexit.register(t.cleanup)
for i in range(150): make(i)
print("done")
#> tuple | modules: atexit._exitfuncs | atexit_registrations.py:7 in make
