import queue, threading
jobs = queue.Queue(8)
total = []
def consume():
    done = 0
    while True:
        job = jobs.get()
        if job is None: break
        done += job["n"]
    total.append(done)
worker = threading.Thread(target=consume)
worker.start()
for i in range(200): jobs.put({"n": i, "body": "job %d" % i})
jobs.put(None)
worker.join()
print(total)
