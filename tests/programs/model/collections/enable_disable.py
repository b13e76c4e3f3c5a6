"""Switching the collector."""
import gc

print(gc.isenabled())
gc.disable()
gc.disable()
print(gc.isenabled())
before = gc.get_stats()[0]["collections"]
keep = [[] for _ in range(5000)]
print(gc.get_stats()[0]["collections"] - before)
gc.enable()
print(gc.isenabled())
keep.append([[] for _ in range(2000)])
print(gc.get_stats()[0]["collections"] > before)
print(gc.collect.__name__, gc.isenabled.__doc__ is not None)
