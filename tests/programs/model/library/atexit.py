"""atexit: last registered, first called; before the globals go."""
import atexit


class Loud:
    def __del__(self):
        print("del at exit")


x = Loud()


@atexit.register
def first():
    print("first registered", x is not None)


atexit.register(print, "second", "registered", sep="-")
atexit.register(print, "unregistered")
atexit.unregister(print)
atexit.register(lambda: print("third"))
print("end")
