class Scope:
    def __init__(self, parent): self.parent = parent; self.names = {}
class Interp:
    def __init__(self): self.scope = Scope(None)
    def call(self, n):
        self.scope = Scope(self.scope)     # forgot to pop
        self.scope.names["x"] = "value %d" % n
it = Interp()
for i in range(300): it.call(i)
print("ok")
#> Scope | modules: __main__.it.scope | chainmap_scopes.py:2 in Scope.__init__
