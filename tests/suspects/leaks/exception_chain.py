class Retry(Exception): pass
class Client:
    def __init__(self): self.last = None
    def call(self, n):
        body = {"n": n}
        try: raise ConnectionError("try %d" % n)
        except ConnectionError as error:
            failure = Retry("call %d" % n)
            failure.__cause__ = error
            error.__context__ = self.last
            self.last = failure
client = Client()
for i in range(100): client.call(i)
n, e = 0, client.last
while e is not None: n, e = n + 1, (e.__cause__ or e.__context__)
print(n)
#> ConnectionError | modules: __main__.client.last.__cause__ | exception_chain.py:9 in Client.call
