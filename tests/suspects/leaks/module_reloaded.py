import types
source = "import collections\nclass Plugin:\n    def __init__(self): self.calls = collections.Counter()\nplugin = Plugin()\n"
history = []
def reload(n):
    module = types.ModuleType("plugin")
    exec(compile(source, "plugin.py", "exec"), module.__dict__)
    history.append(module.plugin)
for i in range(60): reload(i)
print(len(history))
#> Plugin | modules: __main__.history | module_reloaded.py:7 in reload
