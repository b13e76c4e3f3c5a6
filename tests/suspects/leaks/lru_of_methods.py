import functools
class Customer:
    def __init__(self, n): self.n = n; self.name = "customer %d" % n
    @functools.cached_property
    def key(self): return self.name.upper()
    @functools.lru_cache(maxsize=10000)
    def discount(self, year): return self.n * year % 7
    @functools.cache
    def label(self): return self.key + "!"
def bill(n):
    c = Customer(n)
    return c.discount(3) + len(c.label())
print(sum(bill(i) for i in range(120)))
#> Customer | modules: __main__.Customer.discount.cache | lru_of_methods.py:12 in bill
#> str | modules: __main__.Customer.label.cache | lru_of_methods.py:12 in bill
#> tuple | modules: __main__.Customer.discount.cache | lru_of_methods.py:12 in bill
