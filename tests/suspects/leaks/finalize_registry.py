import weakref
class Resource:
    def __init__(self, n): self.n = n; self.data = ["d%d" % n] * 20
def close(r): pass
pool = []
def acquire(n):
    r = Resource(n)
    weakref.finalize(pool_token, close, r)
class Token: pass
pool_token = Token()
for i in range(150): acquire(i)
print("done")
#> _Info | modules: weakref.finalize._registry | <library>/weakref.py:644 in finalize.__init__
