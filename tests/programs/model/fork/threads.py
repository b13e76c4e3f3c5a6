"""os.fork while other threads run: the child has the thread that forked, which is its main one."""
import os
import threading


class Named:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("del", self.name, flush=True)


def wait(process):
    print("exit code", os.WEXITSTATUS(os.waitpid(process, 0)[1]), flush=True)


started, release = threading.Event(), threading.Event()
lock = threading.Lock()


def holder():
    held = Named("held by a thread")
    with lock:
        started.set()
        release.wait()
    del held


thread = threading.Thread(target=holder)
thread.start()
started.wait()
process = os.fork()
if process == 0:
    print("alive:", thread.is_alive(), threading.active_count(), threading.current_thread().name, flush=True)
    print("its lock:", lock.locked(), lock.acquire(timeout=0.01), flush=True)
    other = threading.Thread(target=lambda: print("a thread of the child", flush=True))
    other.start()
    other.join()
    os._exit(3)
wait(process)
release.set()
thread.join()


def forks():
    process = os.fork()
    if process == 0:
        print("main:", threading.current_thread() is threading.main_thread(), threading.active_count(), flush=True)
        Named("of the child")
        return  # the child's only thread ends: the process too
    wait(process)


thread = threading.Thread(target=forks)
thread.start()
thread.join()

stop = False


def spin():
    while not stop:
        [number for number in range(10)]


threads = [threading.Thread(target=spin) for _ in range(3)]
for thread in threads:
    thread.start()
for number in range(4):
    process = os.fork()
    if process == 0:
        kept = [[item] for item in range(500)]
        other = threading.Thread(target=kept.clear)
        other.start()
        other.join()
        os._exit(len(kept) + number)
    wait(process)
stop = True
for thread in threads:
    thread.join()
print("end", flush=True)
