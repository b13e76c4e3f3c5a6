"""tracemalloc: statistics and differences by line."""
import tracemalloc

tracemalloc.start(5)


def allocate():
    return [bytes(2000) for _ in range(50)]


first = tracemalloc.take_snapshot()
data = allocate()
second = tracemalloc.take_snapshot()
own = tracemalloc.Filter(True, __file__)
top = second.filter_traces([own]).statistics("lineno")[0]
print(top.traceback[0].lineno, top.count >= 50, top.size > 100000)
change = second.filter_traces([own]).compare_to(first.filter_traces([own]), "lineno")[0]
print(change.traceback[0].lineno, change.size_diff > 100000, change.count_diff >= 50)
where = tracemalloc.get_object_traceback(data[0])
print([frame.lineno for frame in where])
files = second.statistics("filename")
print(any(stat.traceback[0].filename == __file__ for stat in files))
long = max(second.filter_traces([own]).statistics("traceback"), key=lambda stat: stat.size)
print(len(long.traceback), [frame.lineno for frame in long.traceback])
tracemalloc.stop()
