"""The cure of leaky_cache.py: lru_cache with a bound, and a cache whose entries expire.

What leaks:  nothing. Both caches are full at `warm` and hold as much at `end`.
What shows it:
    growth --from warm --to end     no type grows
"""

from collections import OrderedDict
from functools import lru_cache

import heapledger


class Page:
    def __init__(self, path):
        self.path = path


@lru_cache(maxsize=16)
def render(path):
    return Page(path)


class ExpiringCache:
    def __init__(self, lifetime):
        self.lifetime = lifetime
        self.entries = OrderedDict()

    def get(self, key, now):
        while self.entries and next(iter(self.entries.values()))[0] <= now:
            self.entries.popitem(last=False)
        if key not in self.entries:
            self.entries[key] = (now + self.lifetime, Page(key))
        return self.entries[key][1]


expiring = ExpiringCache(lifetime=20)


def serve(first, last):
    for now in range(first, last):
        render(f"/page/{now}")
        expiring.get(f"/page/{now}", now)


serve(0, 100)
heapledger.snapshot("warm")
serve(100, 400)
heapledger.snapshot("end")
print(render.cache_info())
print("entries that have not expired:", len(expiring.entries))
