"""Children that end in each way: off the end, by sys.exit, by an exception, by os._exit, in a thread."""
import gc
import os
import sys
import threading


class Named:
    def __init__(self, name):
        self.name = name
        self.itself = self


kept = [Named(number) for number in range(50)]


def in_child(function):
    process = os.fork()
    if process == 0:
        function()
    else:
        os.waitpid(process, 0)
    return process == 0


def raises():
    raise ValueError(Named("of the child"))


def collects():
    kept.clear()
    gc.collect()
    os._exit(0)


def starts():
    thread = threading.Thread(target=lambda: Named("of a thread of the child"))
    thread.start()
    thread.join()


in_child(collects)
in_child(lambda: sys.exit(Named("exit")))
in_child(raises)
if not in_child(starts):
    gc.freeze()
    in_child(gc.unfreeze)
gc.unfreeze()
