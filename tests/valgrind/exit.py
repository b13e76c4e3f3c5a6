"""SystemExit out of nested frames, with everything still alive: cycles, generators, exceptions, atexit, threads."""
import atexit
import gc
import sys
import threading
import weakref


class Named:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        if self.name == "fails":
            raise ValueError(self.name)


def waits():
    try:
        yield Named("in a generator")
    finally:
        gc.collect()


gc.disable()
cycle = Named("cycle")
cycle.itself = cycle
fails = Named("fails")
generator = waits()
next(generator)
reference = weakref.ref(cycle, print)
weakref.finalize(fails, len, "finalized")
atexit.register(lambda: Named("at the exit"))
local = threading.local()
local.value = Named("local")
daemon = threading.Thread(target=threading.Event().wait, daemon=True)
daemon.start()


def leaves(depth):
    held = Named(depth)
    if depth:
        leaves(depth - 1)
    sys.exit("leaves")


leaves(20)
