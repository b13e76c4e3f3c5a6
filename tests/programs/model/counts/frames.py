"""A frame dies with its call, and its variables with it."""


class Loud:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("del", self.name)


def call(argument):
    first = Loud("first")
    second = Loud("second")
    print("in call")
    return "result"


print(call(Loud("argument")))


def early():
    a = Loud("a")
    del a
    print("after del")
    b = Loud("b")
    b = Loud("b again")
    print("rebound")


early()


def nested():
    outer = Loud("outer")

    def inner():
        return Loud("inner")

    inner()
    print("inner is done")


nested()
Loud("nobody")
print("end")
