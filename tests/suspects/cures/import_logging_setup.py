import io, logging, collections
stream = io.StringIO()
handler = logging.StreamHandler(stream)
handler.setFormatter(logging.Formatter("%(levelname)s %(name)s %(message)s"))
for n in range(10):
    log = logging.getLogger("app.part%d" % n)
    log.addHandler(handler)
    log.propagate = False
for i in range(100): logging.getLogger("app.part%d" % (i % 10)).warning("round %d", i)
print(len(stream.getvalue().splitlines()))
