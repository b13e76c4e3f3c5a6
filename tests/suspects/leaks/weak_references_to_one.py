import weakref
class Config: pass
config = Config()
watches = []
def gone(reference): pass
def watch(n): watches.append(weakref.ref(config, gone))
for i in range(150): watch(i)
print(len(watches))
#> weakref.ReferenceType | modules: __main__.watches | weak_references_to_one.py:6 in watch
