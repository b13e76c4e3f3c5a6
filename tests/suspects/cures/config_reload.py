import heapledger
class Conf:
    def __init__(self, n): self.values = {"k%d" % i: [i, n] for i in range(80)}
current = None
def reload(n):
    global current
    current = Conf(n)
for i in range(5): reload(i)
heapledger.snapshot("warm")
for i in range(20): reload(i)
heapledger.snapshot("end")
print(len(current.values))
