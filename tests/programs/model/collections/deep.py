"""A deep structure is built and freed."""
import gc

deep = []
for _ in range(200000):
    deep = [deep]
gc.collect()
del deep
print("freed")
chain = None


class Link:
    __slots__ = ("next",)

    def __init__(self, next):
        self.next = next


for _ in range(200000):
    chain = Link(chain)
first = chain
while first.next:
    first = first.next
first.next = chain
del first, chain
print(gc.collect())
t = ()
for _ in range(100000):
    t = (t,)
del t
d = {}
for _ in range(100000):
    d = {"d": d}
del d
print("done")
