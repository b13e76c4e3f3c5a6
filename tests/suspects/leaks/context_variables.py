import contextvars
request = contextvars.ContextVar("request")
contexts = []
class Request:
    def __init__(self, n): self.n = n; self.headers = {"id": "r%d" % n}
def handle(n):
    request.set(Request(n))
    return request.get().n
def serve(n):
    context = contextvars.copy_context()
    contexts.append(context)
    return context.run(handle, n)
print(sum(serve(i) for i in range(100)))
#> Context | modules: __main__.contexts | context_variables.py:11 in serve
