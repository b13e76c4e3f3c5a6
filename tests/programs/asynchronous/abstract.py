import collections.abc as c
async def co(): pass
async def ag(): yield
x = co(); y = ag()
print(isinstance(x, c.Coroutine), isinstance(x, c.Awaitable), isinstance(y, c.AsyncGenerator), isinstance(y, c.AsyncIterator), issubclass(int, c.AsyncIterable), isinstance(x, c.AsyncIterator))
x.close()
class A(c.AsyncIterator):
    async def __anext__(self): raise StopAsyncIteration
print(A().__aiter__().__class__.__name__)
try: c.Coroutine()
except TypeError as e: print(e)
from collections import deque
d = deque([1, 2, 3])
class M:
    def __eq__(self, o): d.clear(); return True
try: d.remove(M())
except IndexError as e: print(e)
print(ConnectionAbortedError.__mro__[1:3], EncodingWarning)
