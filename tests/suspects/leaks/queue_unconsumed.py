import queue
q = queue.Queue()
class Job:
    def __init__(self, n): self.n = n
def produce(n): q.put(Job(n))
def consume(): return q.get()
for i in range(400):
    produce(i)
    if i % 4 == 0: consume()
print(q.qsize())
#> Job | modules: __main__.q.queue | <library>/queue.py:38 in Queue._put
