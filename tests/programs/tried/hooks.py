"""sys.unraisablehook and sys.excepthook of a program's own, and set back."""
import sys


class Bad:
    def __del__(self):
        raise ValueError("captured")


seen = []


def keep(unraisable):
    seen.append((unraisable.exc_type.__name__, str(unraisable.exc_value), unraisable.err_msg,
                 unraisable.object.__qualname__, unraisable.exc_traceback is not None))


sys.unraisablehook = keep
Bad()
print(seen)


def fail(unraisable):
    print("hook called for", unraisable.exc_value)
    raise KeyError("in the hook")


sys.unraisablehook = fail
Bad()
sys.unraisablehook = sys.__unraisablehook__
Bad()
print(len(seen), sys.excepthook is sys.__excepthook__)


def last(kind, value, traceback):
    print("uncaught:", kind.__name__, value, traceback.tb_lineno)


sys.excepthook = last
raise RuntimeError("the end")
