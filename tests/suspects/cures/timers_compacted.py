import heapq
class Timer:
    def __init__(self, when): self.when = when; self.cancelled = False
    def __lt__(self, other): return self.when < other.when
timers, cancelled = [], 0
for i in range(400):
    timer = Timer(i + 100000)
    heapq.heappush(timers, timer)
    timer.cancelled = True
    cancelled += 1
    if cancelled > 50:
        timers = [t for t in timers if not t.cancelled]
        heapq.heapify(timers)
        cancelled = 0
print(len(timers) <= 51)
