import queue
q = queue.Queue()
class Job:
    def __init__(self, n): self.n = n
for i in range(600):
    q.put(Job(i)); q.get()
print(q.qsize())
