"""The cure of leaky_cache.py: a cache that holds its values weakly.

What leaks:  nothing. A Page that nobody uses any more leaves the cache by itself.
What shows it:
    growth --from warm --to end     Page does not grow
"""

import weakref

import heapledger

cache = weakref.WeakValueDictionary()


class Page:
    def __init__(self, path):
        self.path = path
        self.body = path.upper() * 20


def serve(path):
    page = cache.get(path)
    if page is None:
        page = Page(path)
        cache[path] = page
    return page


recent = []
for number in range(100):
    recent = [serve(f"/page/{number}"), *recent[:9]]
heapledger.snapshot("warm")
for number in range(100, 400):
    recent = [serve(f"/page/{number}"), *recent[:9]]
heapledger.snapshot("end")
print("cached:", len(cache), sorted(cache)[0])
print("served again, not made again:", serve("/page/399") is recent[0])
