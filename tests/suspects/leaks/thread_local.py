import threading
local = threading.local()
class Context:
    def __init__(self, n): self.n = n
def use(n):
    if not hasattr(local, "contexts"): local.contexts = []
    local.contexts.append(Context(n))
for i in range(300): use(i)
print(len(local.contexts))
#> Context | modules: __main__.local._tables[N]['contexts'] | thread_local.py:7 in use
