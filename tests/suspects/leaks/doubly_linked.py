class Item:
    def __init__(self, v): self.v = v; self.prev = self.next = None
class History:
    def __init__(self): self.first = self.last = None; self.n = 0
    def push(self, v):
        i = Item(v)
        if self.last is None: self.first = self.last = i
        else: i.prev = self.last; self.last.next = i; self.last = i
        self.n += 1
h = History()
for i in range(400): h.push("v%d" % i)
print(h.n)
#> Item | modules: __main__.h.__dict__ | doubly_linked.py:8 in History.push
