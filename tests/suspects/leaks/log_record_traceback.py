import logging, sys
class Buffer(logging.Handler):
    def __init__(self): super().__init__(); self.records = []
    def emit(self, record): self.records.append(record)
buffer = Buffer()
log = logging.getLogger("orders")
log.addHandler(buffer)
log.propagate = False
class Order:
    def __init__(self, n): self.n = n; self.lines = ["line %d" % n, n]
def pay(order): raise ValueError("card of order %d" % order.n)
def handle(n):
    order = Order(n)
    try: pay(order)
    except ValueError: log.exception("order %d failed", n)
for i in range(80): handle(i)
print(len(buffer.records))
#> LogRecord | modules: __main__.buffer.records | log_record_traceback.py:4 in Buffer.emit
