"""Thresholds and counts."""
# needs the usual thresholds
import gc

print(gc.get_threshold(), len(gc.get_count()))
gc.disable()
gc.collect()
before = gc.get_count()[0]
keep = [[] for _ in range(50)]
print(gc.get_count()[0] - before >= 50, gc.get_count()[1:])
gc.collect(0)
print(gc.get_count()[1:])
gc.collect(0)
print(gc.get_count()[1:])
gc.collect(1)
print(gc.get_count()[1:])
gc.collect(2)
print(gc.get_count()[1:])
gc.set_threshold(100)
print(gc.get_threshold())
gc.set_threshold(200, 5)
print(gc.get_threshold())
gc.set_threshold(700, 10, 10)
gc.enable()
before = [s["collections"] for s in gc.get_stats()]
keep = [[] for _ in range(9000)]
after = [s["collections"] for s in gc.get_stats()]
print([b - a for a, b in zip(before, after)][0] in (12, 13), after[1] - before[1])
