import contextvars
request = contextvars.ContextVar("request")
class Request:
    def __init__(self, n): self.n = n; self.headers = {"id": "r%d" % n}
def serve(n):
    token = request.set(Request(n))
    try: return request.get().n
    finally: request.reset(token)
print(sum(serve(i) for i in range(300)))
