import sys, warnings
class Deprecated:
    registry = {}
    @classmethod
    def call(cls, n):
        try: warnings.warn_explicit("old call %d" % n, DeprecationWarning, "app.py", n + 1, registry=cls.registry)
        except DeprecationWarning: pass
warnings.simplefilter("ignore")
def work(n):
    Deprecated.call(n)
    sys.path.append("/nonexistent/%d" % n)
for i in range(120): work(i)
print(sum(p.startswith("/nonexistent") for p in sys.path))
#> str | modules: sys.path | sys_path_and_warnings.py:11 in work
