"""threading.local: each thread has its own attributes, which die with it; __init__ runs once for each thread."""
import gc
import threading
import weakref


class Named:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("del", self.name, flush=True)


def in_thread(function):
    thread = threading.Thread(target=function)
    thread.start()
    thread.join()
    print("joined")


own = threading.local()
own.main = Named("of the main thread")


def use():
    own.value = Named("of a thread")
    print(sorted(own.__dict__), hasattr(own, "main"))


in_thread(use)


class Account(threading.local):
    limit = 10

    def __init__(self, name, start=2):
        print("init", name, start)
        self.name = name

    def describe(self):
        return self.name, self.limit, hasattr(self, "extra")


account = Account("shared", start=5)
account.extra = 3
print(account.describe())
in_thread(lambda: print(account.describe()))
for wrong in (lambda: threading.local(1), lambda: type("Plain", (threading.local,), {})(1)):
    try:
        wrong()
    except TypeError as error:
        print(error)
for wrong in (lambda: account.missing, lambda: delattr(account, "missing")):
    try:
        wrong()
    except AttributeError as error:
        print(error)
del own
print("the local is gone")
cyclic = threading.local()
cyclic.itself = cyclic
reference = weakref.ref(cyclic)
del cyclic
gc.collect()
print(reference())


def forget():
    inner = threading.local()
    inner.named = Named("of a local of the thread")
    inner.itself = inner


in_thread(forget)
gc.collect()
print("is a lock tracked?", gc.is_tracked(threading.Lock()))
