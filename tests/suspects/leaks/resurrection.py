graveyard = []
class Ghost:
    def __init__(self, n): self.n = n; self.memory = list(range(n, n + 10))
    def __del__(self): graveyard.append(self)
def live(n): Ghost(n)
for i in range(200): live(i)
print(len(graveyard))
#> Ghost | modules: __main__.graveyard | resurrection.py:4 in Ghost.__del__
