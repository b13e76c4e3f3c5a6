import weakref
closed = [0]
def close(data): closed[0] += data["n"]; data.clear()
class Handle:
    def __init__(self, n): self.data = {"n": n}; weakref.finalize(self, close, self.data)
def use(n):
    handle = Handle(n)
    return handle.data["n"]
print(sum(use(i) for i in range(150)), closed)
