"""tracemalloc's own texts, on snapshots made by hand: statistics, differences, filters."""
import tracemalloc
from tracemalloc import Filter, DomainFilter, Frame, Snapshot, Statistic, StatisticDiff, Traceback

traceback = Traceback((("a.py", 3), ("b.py", 4)))
print(traceback, repr(traceback), len(traceback), traceback[0], traceback[1:], traceback.total_nframe, traceback.format())
print(Traceback((("a.py", 3), ("b.py", 4)), 7))
print(repr(Traceback((("a.py", 3),), 7)), traceback == Traceback((("a.py", 3), ("b.py", 4)), 2), traceback == 5)
print(traceback < Traceback((("a.py", 4),)), traceback >= Traceback((("a.py", 4),)), Frame(("b.py", 4)) in traceback)
print(Frame(("x", 1)) < Frame(("x", 2)), Frame(("x", 1)) >= Frame(("x", 2)), Frame(("x", 1)) == "x", repr(Frame(("x", 1))))
for size in (0, 1, 99, 100, 1023, 1024, 10239, 10240, 102400, 1024 * 1024, 10**8, 10**9, 10**12, 10**15):
    print(Statistic(traceback, size, 3), "|", Statistic(traceback, size, 0), "|",
          StatisticDiff(traceback, size, -size, 2, -1), "|", StatisticDiff(traceback, size, size, 0, 1))
print(repr(Statistic(traceback, 5, 6)), repr(StatisticDiff(traceback, 5, 6, 7, 8)))
print(Statistic(traceback, 1, 2) == Statistic(traceback, 1, 2), Statistic(traceback, 1, 2) == 5)
first = Snapshot([(0, 10, (("a.py", 1), ("b.py", 2)), 2), (0, 20, (("a.py", 1),), 1), (1, 30, (("c.py", 5),), 1),
                  (0, 40, (("r.py", 7), ("r.py", 7), ("r.py", 8)), 9)], 3)
for key in ("lineno", "filename", "traceback"):
    print(key, [str(statistic) for statistic in first.statistics(key)])
for key in ("lineno", "filename"):
    print(key, "cumulative", [str(statistic) for statistic in first.statistics(key, cumulative=True)])
second = Snapshot([(0, 10, (("a.py", 1), ("b.py", 2)), 2), (0, 25, (("d.py", 1),), 1)], 2)
print([str(difference) for difference in second.compare_to(first, "lineno")])
print([str(difference) for difference in second.compare_to(first, "filename", True)])
print([str(trace) for trace in first.traces], repr(first.traces[0]), first.traces[0] in first.traces, len(first.traces))
print([(trace.domain, trace.size, trace.traceback.total_nframe) for trace in first.traces])
for filters in ([Filter(True, "a.py")], [Filter(False, "a.py")], [Filter(True, "b.py", all_frames=True)],
                [Filter(False, "b.py", all_frames=True)], [Filter(True, "a.py", lineno=2)], [Filter(True, "a.py", domain=0)],
                [Filter(True, "*", domain=1)], [Filter(False, "*", domain=1)], [DomainFilter(True, 1)],
                [DomainFilter(False, 1)], [Filter(True, "a*"), Filter(True, "c*")], [Filter(True, "[ac].py")],
                [Filter(True, "[!a].py")], [Filter(True, "[a-c].p?")], [Filter(True, "a.pyc")], [Filter(True, "[a")], []):
    print([str(trace) for trace in first.filter_traces(filters).traces])
for wrong in (lambda: first.statistics("nonsense"), lambda: first.statistics("traceback", cumulative=True),
              lambda: first.filter_traces(5), tracemalloc.take_snapshot, lambda: tracemalloc.start(0)):
    try:
        wrong()
    except (ValueError, TypeError, RuntimeError) as error:
        print(type(error).__name__, error)


def born():
    return [object() for _ in range(3)]


def caller():
    return born()


for limit in (1, 2, 25):
    tracemalloc.start(limit)
    objects = caller()
    where = tracemalloc.get_object_traceback(objects[0])
    print(limit, len(where), [frame.lineno for frame in where], where.total_nframe)
    print("\n".join(line.split(", ")[-1] for line in where.format()))
    print(len(where.format(limit=1)), len(where.format(limit=-1)), where.format(most_recent_first=True)[0][-8:])
    tracemalloc.stop()
