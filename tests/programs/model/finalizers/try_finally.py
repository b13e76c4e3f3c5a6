"""Objects in frames that an exception leaves."""


class Loud:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("del", self.name)


def inner():
    a = Loud("inner")
    raise RuntimeError("x")


def outer():
    b = Loud("outer")
    try:
        inner()
    finally:
        print("finally")


try:
    outer()
except RuntimeError as error:
    print("caught", error)
print("end")
