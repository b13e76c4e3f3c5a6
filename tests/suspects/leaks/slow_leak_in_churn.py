import heapledger
class Order:
    def __init__(self, n): self.n = n; self.lines = [{"sku": "s%d" % k, "qty": k} for k in range(3)]
class Desk:
    def __init__(self): self.failed = []; self.done = 0
    def process(self, n):
        o = Order(n)
        total = sum(l["qty"] for l in o.lines)
        if n % 13 == 0: self.failed.append(o)
        self.done += total
def main():
    d = Desk()
    for i in range(200): d.process(i)
    heapledger.snapshot("warm")
    for i in range(2000): d.process(i)
    heapledger.snapshot("end")
    print(d.done)
main()
#> Order | in flight: (frame).local d.failed | slow_leak_in_churn.py:9 in Desk.process
