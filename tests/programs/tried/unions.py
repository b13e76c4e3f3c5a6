"""Unions of classes, as annotations and isinstance use them."""
print(int | str)
def f(x: int | None = None) -> list[int] | str: return x
print(f.__annotations__, isinstance(3, int | str), isinstance("", int | None), isinstance(None, int | None), issubclass(bool, int | str))
print(int | None == None | int, type(int | None).__name__, (int | str).__args__, int | str | int, hash(int|str) == hash(str|int))
try: int | 3
except TypeError as e: print(e)
try: isinstance(3, list[int] | str)
except TypeError as e: print(e)
class A: pass
print(A | None, A | A, list[int] | dict[str, int] | None, repr(int | str))
