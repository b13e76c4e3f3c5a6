import weakref
extra = weakref.WeakKeyDictionary()
class Widget:
    def __init__(self, n): self.n = n
def decorate(n):
    widget = Widget(n)
    extra[widget] = {"owner": widget, "n": n}
    return widget.n
print(sum(decorate(i) for i in range(120)), len(extra))
#> dict | modules: __main__.extra.data | <library>/weakref.py:342 in WeakKeyDictionary.__setitem__
