class Request:
    seen = []
    def __init__(self, path):
        self.path = path
        self.headers = {"host": "x", "path": path}
        Request.seen.append(self)
def handle(i):
    r = Request("/item/%d" % i)
    return len(r.path)
n = 0
for i in range(300): n += handle(i)
print(n)
#> Request | modules: __main__.Request.seen | class_attribute.py:6 in Request.__init__
