import threading
workers = []
class Task:
    def __init__(self, n): self.n = n; self.result = None
    def run(self): self.result = self.n * 2
def start(n):
    t = Task(n)
    th = threading.Thread(target=t.run)
    th.start(); th.join()
    workers.append(th)
for i in range(60): start(i)
print(len(workers))
#> Thread | modules: __main__.workers | threads_unjoined.py:10 in start
