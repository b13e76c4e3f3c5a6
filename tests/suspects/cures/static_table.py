class Country:
    def __init__(self, n): self.name = "country %d" % n; self.code = n
TABLE = {}
def load():
    for i in range(1000): TABLE[i] = Country(i)
load()
def lookup(n): return TABLE[n % 1000].name
t = 0
for i in range(3000): t += len(lookup(i))
print(t)
