import heapq
class Timer:
    def __init__(self, when, n): self.when = when; self.n = n; self.cancelled = False; self.args = {"n": n}
    def __lt__(self, other): return self.when < other.when
class Loop:
    def __init__(self): self.timers = []; self.fired = 0
    def later(self, when, n):
        timer = Timer(when, n)
        heapq.heappush(self.timers, timer)
        return timer
    def run(self, now):
        while self.timers and self.timers[0].when <= now:
            self.fired += not heapq.heappop(self.timers).cancelled
loop = Loop()
for i in range(150):
    loop.later(i + 100000, i).cancelled = True
    loop.later(i, i)
    loop.run(i)
print(loop.fired, len(loop.timers))
#> Timer | modules: __main__.loop.timers | tombstones.py:9 in Loop.later
