class Scope:
    __slots__ = ("parent", "names")
    def __init__(self, parent): self.parent = parent; self.names = {"x": 1}
class Interpreter:
    def __init__(self): self.scope = Scope(None)
    def call(self, n): self.scope = Scope(self.scope)
interpreter = Interpreter()
for i in range(120): interpreter.call(i)
n, s = 0, interpreter.scope
while s: n, s = n + 1, s.parent
print(n)
#> Scope | modules: __main__.interpreter.scope | slots_parent_chain.py:3 in Scope.__init__
