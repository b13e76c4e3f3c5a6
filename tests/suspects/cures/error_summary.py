import collections, traceback
class Failure(Exception): pass
counts = collections.Counter()
last = collections.deque(maxlen=5)
def work(n):
    rows = [n] * 50
    raise Failure("bad %d" % (n % 7))
def attempt(n):
    try: work(n)
    except Failure as error:
        counts[str(error)] += 1
        last.append("".join(traceback.format_exception_only(type(error), error)))
for i in range(200): attempt(i)
print(sorted(counts.items())[:2], len(last))
