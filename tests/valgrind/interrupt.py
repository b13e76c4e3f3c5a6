"""A KeyboardInterrupt that nobody catches, in the middle of a comprehension over a generator, in a thread's sight."""
import threading


class Named:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        [self.name]


def numbers():
    for number in range(10):
        if number == 5:
            raise KeyboardInterrupt(Named("raised"))
        yield [Named(number)]


thread = threading.Thread(target=lambda: [Named("in a thread")])
thread.start()
thread.join()
try:
    kept = [item for item in numbers()]
finally:
    named = Named("kept")
    named.itself = named
