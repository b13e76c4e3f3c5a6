class Store:
    def __init__(self): self.rows = {}
    def update(self, key, **fields):
        self.rows.setdefault(key, {}).update(fields)
store = Store()
for i in range(400):
    store.update("key%d" % i, name="n%d" % i, size=i * 1000000)
print(len(store.rows))
#> dict | modules: __main__.store.rows | dict_of_dicts.py:4 in Store.update
