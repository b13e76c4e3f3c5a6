"""atexit: the last one first; what is registered meanwhile does not run; all are kept until the last has run."""
import atexit
import sys


def tell(*words, **named):
    print("told", words, named)


class Named:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("del", self.name)

    def method(self):
        print("method of", self.name)


print(atexit.register(tell, 1, word=2) is tell)
atexit.register(tell, "taken back")
atexit.register(print, "this one too")
atexit.unregister(print)
named = Named("named")
atexit.register(named.method)
atexit.register(lambda kept: print("holds", kept.name), named)
del named
for wrong in ((), (5,)):
    try:
        atexit.register(*wrong)
    except TypeError as error:
        print(error)


def late():
    print("late")
    atexit.register(print, "registered too late")
    atexit.unregister(tell)


atexit.register(late)


def fails():
    raise ValueError("reported")


atexit.register(fails)
atexit.register(sys.exit, 5)


@atexit.register
def decorated():
    print("decorated")
