"""An address is used again; an identity is not kept."""


class C:
    pass


def address():
    return id(C())


print(address() == address())
a = C()
first = id(a)
a = None
a = C()
print(id(a) == first)
b = C()
print(id(a) != id(b), a is b)
