class Row:
    def __init__(self, session, key): self.session = session; self.key = key; self.state = {"id": key, "dirty": False}
class Session:
    def __init__(self): self.identity = {}; self.new = []
    def get(self, key):
        if key not in self.identity: self.identity[key] = Row(self, key)
        return self.identity[key]
    def commit(self): self.new.clear()
session = Session()
def page(n):
    rows = [session.get(n * 5 + k) for k in range(5)]
    for row in rows: row.state["dirty"] = True
    session.commit()
    return len(rows)
print(sum(page(i) for i in range(30)), len(session.identity))
#> Row | modules: __main__.session.identity | identity_map.py:6 in Session.get
