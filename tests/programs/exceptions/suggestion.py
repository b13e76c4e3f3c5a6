import math
class A:
    x = 1
    def m(self): return foo_bar
foo_baz = 1
A().m()
