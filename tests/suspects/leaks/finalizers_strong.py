import weakref
class Handle:
    def __init__(self, n): self.n = n; self.data = {"n": n}
    def close(self): self.data.clear()
def use(n):
    handle = Handle(n)
    weakref.finalize(handle, handle.close).atexit = False
    return handle.n
print(sum(use(i) for i in range(90)))
#> _Info | modules: weakref.finalize._registry | <library>/weakref.py:644 in finalize.__init__
