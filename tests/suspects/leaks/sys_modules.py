import sys, types
def plugin(n):
    m = types.ModuleType("plugin_%d" % n)
    m.data = list(range(10))
    m.name = "p%d" % n
    sys.modules[m.__name__] = m
for i in range(100): plugin(i)
print("done")
#> module | modules: sys.modules | sys_modules.py:6 in plugin
