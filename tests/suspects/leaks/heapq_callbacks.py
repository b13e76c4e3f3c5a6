import heapq
class Timer:
    def __init__(self): self.queue = []; self.n = 0
    def at(self, when, f, *args):
        self.n += 1
        heapq.heappush(self.queue, (when, self.n, f, args))
class Job:
    def __init__(self, n): self.n = n
timer = Timer()
def submit(n):
    job = Job(n)
    timer.at(10 ** 9 + n, lambda: job.n)
for i in range(300): submit(i)
print(len(timer.queue))
#> tuple | modules: __main__.timer.queue | heapq_callbacks.py:6 in Timer.at
