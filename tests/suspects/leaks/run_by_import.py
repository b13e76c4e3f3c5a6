import sys, types
source = '''
class Entry:
    def __init__(self, n): self.n = n; self.text = "entry %d" % n
entries = []
def record(n): entries.append(Entry(n))
for i in range(120): record(i)
print(len(entries))
'''
module = types.ModuleType("app")
sys.modules["app"] = module
exec(compile(source, "app.py", "exec"), module.__dict__)
#> Entry | modules: app.entries | app.py:5 in record
