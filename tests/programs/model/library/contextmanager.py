"""A context manager made of a generator lets go of what it held."""
import weakref
from contextlib import contextmanager


class Resource:
    def __del__(self):
        print("del")


@contextmanager
def resource():
    r = Resource()
    try:
        yield weakref.ref(r)
    finally:
        print("closing")


with resource() as reference:
    print(reference() is not None)
print(reference())
try:
    with resource() as reference:
        raise ValueError("inside")
except ValueError as error:
    print(error)
print("end")
