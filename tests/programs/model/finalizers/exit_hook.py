"""What sys keeps alive dies after sys.stderr is gone: its finalizers run, and nothing is printed."""
import gc
import sys


class Named:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("del", self.name)


gc.disable()
first = Named("first")
first.itself = first
second = Named("second")


def fails():
    local = Named("local")
    raise ValueError(local)


def hook(kind, value, traceback):
    print("hook", kind.__name__, value.args[0].name)


sys.excepthook = hook
fails()
