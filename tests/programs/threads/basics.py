"""Threads: starting, joining, locks, events, conditions, thread-local data, exceptions."""

# leaves objects: a daemon thread is asleep when the program ends, as it is under python3
import threading
import time

results = []
lock = threading.Lock()


def work(number):
    total = 0
    for i in range(20000):
        total += i
        if i % 5000 == 0:
            with lock:
                results.append((number, i))


threads = [threading.Thread(target=work, args=(n,)) for n in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(len(results), sorted(results)[:3], threads[0].name, threads[0].is_alive(), threading.active_count())

event = threading.Event()


def wait():
    print("woken", event.wait(), threading.current_thread().name)


thread = threading.Thread(target=wait, name="waiter")
thread.start()
time.sleep(0.01)
event.set()
thread.join()
print(event.is_set(), event.wait(0.01), threading.Event().wait(0.01))

queue, ready = [], threading.Condition()


def consume():
    with ready:
        while not queue:
            ready.wait()
        print("consumed", queue.pop())


thread = threading.Thread(target=consume)
thread.start()
with ready:
    queue.append("item")
    ready.notify()
thread.join()

data = threading.local()
data.x = 1


def look():
    print("other thread sees", hasattr(data, "x"))


thread = threading.Thread(target=look)
thread.start()
thread.join()
nested = threading.RLock()
with nested, nested:
    print("nested", nested.acquire(), lock.acquire(), lock.acquire(False), lock.acquire(timeout=0.01))
for bad in (lambda: threading.Lock().release(), lambda: threading.RLock().release(), thread.start, lambda: threading.Thread().join()):
    try:
        bad()
    except RuntimeError as error:
        print(error)


def fail():
    raise ValueError("reported on stderr")


thread = threading.Thread(target=fail)
thread.start()
thread.join()
semaphore = threading.Semaphore(2)
print(semaphore.acquire(), semaphore.acquire(), semaphore.acquire(blocking=False))
timer = threading.Timer(0.01, print, ["timer"])
timer.start()
timer.join()


class Counter(threading.Thread):
    def __init__(self):
        super().__init__(daemon=True)
        self.count = 0

    def run(self):
        for _ in range(1000):
            self.count += 1


counter = Counter()
counter.start()
counter.join()
print(counter.count, counter.daemon)
sleeper = threading.Thread(target=time.sleep, args=(60,), daemon=True)
sleeper.start()
print("main ends while a daemon sleeps")
