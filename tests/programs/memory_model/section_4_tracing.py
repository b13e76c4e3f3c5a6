"""The memory model, section 4, name by name."""

import tracemalloc


def born():
    return [bytes(1000) for _ in range(100)]


def calls():
    return born()


print(tracemalloc.is_tracing(), tracemalloc.get_traced_memory(), tracemalloc.get_object_traceback(born()))
tracemalloc.start(3)
print(tracemalloc.is_tracing(), tracemalloc.get_traceback_limit())
before = tracemalloc.take_snapshot()
start, _ = tracemalloc.get_traced_memory()
data = calls()
now, peak = tracemalloc.get_traced_memory()
print("traced:", 100000 < now - start < 120000, peak >= now)
after = tracemalloc.take_snapshot()
print("where:", [frame.lineno for frame in tracemalloc.get_object_traceback(data[0])])
own = [tracemalloc.Filter(True, __file__)]
line = after.filter_traces(own).statistics("lineno")[0]
print("lineno:", line.traceback[0].lineno, line.count >= 100, line.size > 100000)
name = after.filter_traces(own).statistics("filename")[0]
print("filename:", name.traceback[0].filename == __file__, name.size >= line.size)
path = max(after.filter_traces(own).statistics("traceback"), key=lambda statistic: statistic.size)
print("traceback:", [frame.lineno for frame in path.traceback], path.count >= 100)
change = after.filter_traces(own).compare_to(before.filter_traces(own), "lineno")[0]
print("compare_to:", change.traceback[0].lineno, change.count_diff >= 100, change.size_diff > 100000)
print("without this file:", len(after.filter_traces([tracemalloc.Filter(False, "*")]).traces))
del data
now, peak = tracemalloc.get_traced_memory()
print("given back:", now - start < 20000, peak - now > 80000)
tracemalloc.reset_peak()
print("reset_peak:", tracemalloc.get_traced_memory()[1] < peak)
kept = born()
tracemalloc.clear_traces()
print("clear_traces:", tracemalloc.get_traced_memory()[0] < 5000, tracemalloc.get_object_traceback(kept[0]))
tracemalloc.stop()
print(tracemalloc.is_tracing(), tracemalloc.get_traced_memory())
try:
    tracemalloc.take_snapshot()
except RuntimeError as error:
    print(error)
