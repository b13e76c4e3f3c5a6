"""Objects that several threads hold and drop."""

import gc
import sys
import threading


class Shared:
    def __del__(self):
        print("del")


shared = Shared()
barrier = threading.Barrier(4)
counts = []


def hold(value):
    barrier.wait()
    kept = [value] * 10
    barrier.wait()
    counts.append(len(kept))


threads = [threading.Thread(target=hold, args=(shared,)) for _ in range(3)]
for thread in threads:
    thread.start()
barrier.wait()
barrier.wait()
for thread in threads:
    thread.join()
del thread, threads
print(sum(counts), sys.getrefcount(shared))


def churn(n):
    for i in range(n):
        a, b = [], []
        a.append(b)
        b.append(a)


threads = [threading.Thread(target=churn, args=(3000,)) for _ in range(3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
gc.collect()
print(gc.collect())
del shared
print("end")
