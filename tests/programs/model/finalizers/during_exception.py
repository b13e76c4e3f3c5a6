"""A finalizer runs while an exception is on its way, and does not disturb it."""


class Loud:
    def __del__(self):
        try:
            raise KeyError("inner")
        except KeyError:
            print("del")


def f():
    loud = Loud()
    raise ValueError("outer")


try:
    f()
except ValueError as error:
    print(error, error.__context__)
print("end")
