class Item:
    def __init__(self, n): self.n = n
batch = []
def add(n):
    batch.append(Item(n))
    if len(batch) == 50:
        flush()
def flush():
    batch.clear()
for i in range(1010): add(i)
print(len(batch))
