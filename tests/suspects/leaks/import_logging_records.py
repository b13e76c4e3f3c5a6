import argparse, asyncio, collections, dataclasses, logging, typing
class Keep(logging.Handler):
    def __init__(self):
        super().__init__()
        self.records = []
    def emit(self, record): self.records.append(record)
keep = Keep()
log = logging.getLogger("shop")
log.addHandler(keep)
log.setLevel(logging.INFO)
log.propagate = False
def order(n): log.info("order %d of %s", n, "customer")
for i in range(80): order(i)
print(len(keep.records))
#> LogRecord | modules: __main__.keep.records | import_logging_records.py:6 in Keep.emit
