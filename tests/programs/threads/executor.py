"""concurrent.futures: a pool of threads, its futures, and its end with the program's."""
import concurrent.futures as futures
import threading


def work(number):
    if number == 3:
        raise ValueError(number)
    return number * number


with futures.ThreadPoolExecutor(3, thread_name_prefix="worker") as pool:
    numbers = {pool.submit(work, n): n for n in range(6)}
    found = {}
    for future in futures.as_completed(numbers):
        found[numbers[future]] = future.result() if not future.exception() else repr(future.exception())
    print(sorted(found.items()))
    print(list(pool.map(work, [1, 2, 4, 5])))
    done, rest = futures.wait([pool.submit(work, 1)])
    print(len(done), len(rest))
try:
    pool.submit(work, 1)
except RuntimeError as error:
    print(error)

# A lock that another thread holds while a process is forked is of no use there, until it is new.
lock = threading.Lock()
lock.acquire()
lock._at_fork_reinit()
print(lock.locked(), lock.acquire(blocking=False))


def late():
    try:
        threading._register_atexit(print)
    except RuntimeError as error:
        print(error)


threading._register_atexit(late)
threading._register_atexit(print, "the end", end="!\n")

# Nobody shuts this pool down: the program's end tells its threads.
idle = futures.ThreadPoolExecutor(2)
future = idle.submit(work, 9)
print(future.result(timeout=30))
