import heapledger, json
cache = {}
class Page:
    def __init__(self, n): self.n = n; self.text = json.dumps([n])
def serve(n): cache[n] = Page(n)
for i in range(50): serve(i)
heapledger.snapshot("warm")
import argparse, unittest
for i in range(50, 200): serve(i)
heapledger.snapshot("end")
print(len(cache))
#> Page | modules: __main__.cache | import_between_snapshots.py:5 in serve
