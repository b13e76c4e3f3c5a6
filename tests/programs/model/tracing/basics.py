"""tracemalloc: switching and counting."""
import tracemalloc

print(tracemalloc.is_tracing(), tracemalloc.get_traced_memory())
tracemalloc.start()
print(tracemalloc.is_tracing(), tracemalloc.get_traceback_limit())
before, _ = tracemalloc.get_traced_memory()
data = [bytes(1000) for _ in range(100)]
after, peak = tracemalloc.get_traced_memory()
print(100000 < after - before < 120000, peak >= after)
del data
now, peak = tracemalloc.get_traced_memory()
print(now - before < 5000, peak >= after)
tracemalloc.reset_peak()
print(tracemalloc.get_traced_memory()[1] < peak)
tracemalloc.clear_traces()
print(tracemalloc.get_traced_memory()[0] < 5000)
tracemalloc.stop()
print(tracemalloc.is_tracing(), tracemalloc.get_traced_memory())
