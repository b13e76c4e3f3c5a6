streams = []
def numbers(start):
    buffer = list(range(start, start + 20))
    for x in buffer: yield x
def open_stream(n):
    g = numbers(n)
    next(g)
    streams.append(g)
for i in range(200): open_stream(i)
print(len(streams))
#> generator | modules: __main__.streams | generators_kept.py:8 in open_stream
