import queue, threading
jobs = queue.Queue()
def consume():
    while True:
        job = jobs.get()
        if job["n"] == 5: return
worker = threading.Thread(target=consume)
worker.start()
for i in range(6): jobs.put({"n": i, "body": "job %d" % i})
worker.join()
for i in range(6, 150): jobs.put({"n": i, "body": "job %d" % i})
print(jobs.qsize())
#> dict | modules: __main__.jobs.queue | <library>/queue.py:38 in Queue._put
