# Traceback objects: one entry a frame, with its line.
import sys


def inner():
    raise ValueError("inner")  # line 6


def middle():
    inner()  # line 10


def outer():
    try:
        middle()  # line 15
    except ValueError as error:
        return error


def lines(error):
    traceback = error.__traceback__
    entries = []
    while traceback:
        entries.append((traceback.tb_frame.f_code.co_name, traceback.tb_lineno))
        traceback = traceback.tb_next
    return entries


error = outer()
print(lines(error))
try:
    raise error  # line 33
except ValueError as again:
    print(lines(again))


def reraise():
    try:
        inner()  # line 40
    except ValueError:
        x = 1
        raise


try:
    reraise()  # line 47
except ValueError as caught:
    print(lines(caught))


def finally_reraise():
    try:
        inner()  # line 54
    finally:
        x = 1


try:
    finally_reraise()  # line 60
except ValueError as caught:
    print(lines(caught))


def generator():
    yield 1
    raise KeyError("g")  # line 67


try:
    for item in generator():  # line 71
        pass
except KeyError as caught:
    print(lines(caught))


class Multi:
    def __init__(self):
        self.fail(
            1,
            2,
        )

    def fail(self, *args):
        return args[
            5
        ]


try:
    Multi()  # line 90
except IndexError as caught:
    print(lines(caught))

try:
    sorted([3, 1], key=lambda x: x / 0)
except ZeroDivisionError as caught:
    print(lines(caught))


def frame_line():
    frame = sys._getframe()
    return frame.f_lineno, frame.f_code.co_name, frame.f_back.f_lineno, frame.f_back.f_code.co_name


print(frame_line())


def frame_locals():
    a = 1
    b = [2]
    return sorted(sys._getframe().f_locals.items())


print(frame_locals())


def outlives():
    kept = "kept"
    return sys._getframe()


frame = outlives()
print(frame.f_locals, frame.f_code.co_name, frame.f_back.f_code.co_name)
frame.clear()
print(frame.f_locals)
