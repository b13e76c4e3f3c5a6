"""An exception in __del__ is reported on stderr and goes no further."""


class Bad:
    def __del__(self):
        raise ValueError("in del")


def use():
    bad = Bad()
    return "returned"


print(use())
try:
    b = Bad()
    del b
except ValueError:
    print("never")
print("end")
