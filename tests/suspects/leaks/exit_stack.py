import contextlib
class Resource:
    def __init__(self, n): self.n = n; self.open = True
    def __enter__(self): return self
    def __exit__(self, *details): self.open = False
class Server:
    def __init__(self): self.stack = contextlib.ExitStack()
    def request(self, n):
        resource = self.stack.enter_context(Resource(n))
        self.stack.callback(print, end="")
        return resource.n
server = Server()
print(sum(server.request(i) for i in range(100)))
#> function | modules: __main__.server.stack._exit_callbacks | <library>/contextlib.py:182 in ExitStack.enter_context
