"""logging, queue, inspect."""
import inspect
import logging
import queue
import sys
import threading

logging.basicConfig(stream=sys.stdout, level=logging.INFO, format="%(levelname)s %(name)s %(funcName)s:%(lineno)d %(message)s")
log = logging.getLogger("app.part")


def work():
    log.info("value %d and %s", 3, "text")
    log.debug("not shown")
    log.warning("dict %(a)s", {"a": 1})
    try:
        1 / 0
    except ZeroDivisionError:
        log.exception("failed")


work()
logging.error("from root")
log.setLevel("DEBUG")
log.debug("now shown")
print(log, log.isEnabledFor(logging.DEBUG), logging.getLogger("app").getEffectiveLevel(), logging.getLevelName(20))

q = queue.Queue(maxsize=2)
done = []


def consumer():
    while True:
        item = q.get()
        if item is None:
            break
        done.append(item)
        q.task_done()
    q.task_done()


thread = threading.Thread(target=consumer)
thread.start()
for i in range(10):
    q.put(i)
q.put(None)
q.join()
thread.join()
print(done, q.empty())
try:
    q.get_nowait()
except queue.Empty as e:
    print("empty", type(e).__name__)
p = queue.PriorityQueue()
for n in (3, 1, 2):
    p.put(n)
print([p.get() for _ in range(3)])


class C:
    """A class.

    With a text.
    """

    def m(self, a, b: int = 2, *args, k, d=None, **kw) -> str:
        return ""


def f(a, /, b=1):
    yield


print(inspect.signature(C.m), inspect.signature(C().m), inspect.signature(f), inspect.signature(C))
print(inspect.isclass(C), inspect.isfunction(f), inspect.ismethod(C().m), inspect.isgeneratorfunction(f), inspect.isbuiltin(len))
print(inspect.getdoc(C), [n for n, v in inspect.getmembers(C, inspect.isfunction)])
print(list(inspect.signature(C.m).parameters), inspect.currentframe().f_code.co_name)
