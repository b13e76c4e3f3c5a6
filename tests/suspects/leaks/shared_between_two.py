class Item:
    def __init__(self, n): self.n = n; self.tags = ["t%d" % n]
by_id = {}
by_name = {}
def add(n):
    item = Item(n)
    by_id[n] = item
    by_name["item-%d" % n] = item
for i in range(300): add(i)
print(len(by_id))
#> Item | modules: __main__.by_id | shared_between_two.py:7 in add
#> str | modules: __main__.by_name | shared_between_two.py:8 in add
