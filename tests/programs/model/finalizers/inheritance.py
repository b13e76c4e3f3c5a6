"""__del__ is inherited and calls super."""


class A:
    def __del__(self):
        print("A", type(self).__name__)


class B(A):
    def __del__(self):
        print("B")
        super().__del__()


class C(A):
    pass


A()
B()
C()
x = [B(), C()]
x = 1
b = B()
b.__del__()
del b
