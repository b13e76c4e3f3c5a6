"""Proxies."""
import weakref


class C:
    def __init__(self):
        self.items = [3, 1, 2]

    def __len__(self):
        return len(self.items)

    def __getitem__(self, i):
        return self.items[i]

    def __call__(self, x):
        return x * 2

    def __add__(self, other):
        return "sum"

    def __str__(self):
        return "a C"

    def __eq__(self, other):
        return "equal"

    def __contains__(self, x):
        return x in self.items


c = C()
p = weakref.proxy(c)
print(len(p), p[0], p(4), p + 1, str(p), p == 3, 1 in p, sorted(p), type(p).__name__, isinstance(p, C), bool(p))
p.new = 5
print(c.new, hasattr(p, "new"), hasattr(p, "old"))
del p.new
print(hasattr(c, "new"))
try:
    hash(p)
except TypeError as error:
    print(error)
del c
for bad in (lambda: len(p), lambda: p.items, lambda: p(1), lambda: str(p), lambda: p + 1):
    try:
        bad()
    except ReferenceError as error:
        print(error)
