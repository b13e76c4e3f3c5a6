import asyncio
seen = {}
class Item:
    def __init__(self, n): self.n = n
def source():
    for n in range(120): yield Item(n)
def annotate(items):
    for item in items:
        seen[item.n] = {"item": item}
        yield item
def count(items): return sum(1 for _ in items)
print(count(annotate(source())), len(seen))
#> dict | modules: __main__.seen | generator_pipeline.py:9 in annotate
