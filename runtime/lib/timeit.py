"""How long small pieces of code take."""

import gc
from time import perf_counter as default_timer

__all__ = ["Timer", "timeit", "repeat", "default_timer"]


class Timer:
    """Runs a statement, given as text or as a function, many times."""

    def __init__(self, stmt="pass", setup="pass", timer=default_timer, globals=None):
        self.timer = timer
        self._namespace = {} if globals is None else globals
        self._statement = self._function(stmt)
        self._setup = self._function(setup)

    def _function(self, code):
        if callable(code):
            return code
        compiled = compile(code, "<timeit-src>", "exec")
        return lambda: exec(compiled, self._namespace)

    def timeit(self, number=1000000):
        self._setup()
        enabled = gc.isenabled()
        gc.disable()
        try:
            statement = self._statement
            start = self.timer()
            for _ in range(number):
                statement()
            return self.timer() - start
        finally:
            if enabled:
                gc.enable()

    def repeat(self, repeat=5, number=1000000):
        return [self.timeit(number) for _ in range(repeat)]

    def autorange(self, callback=None):
        number = 1
        while True:
            for factor in (1, 2, 5):
                taken = self.timeit(number * factor)
                if callback:
                    callback(number * factor, taken)
                if taken >= 0.2:
                    return number * factor, taken
            number *= 10


def timeit(stmt="pass", setup="pass", timer=default_timer, number=1000000, globals=None):
    return Timer(stmt, setup, timer, globals).timeit(number)


def repeat(stmt="pass", setup="pass", timer=default_timer, repeat=5, number=1000000, globals=None):
    return Timer(stmt, setup, timer, globals).repeat(repeat, number)
