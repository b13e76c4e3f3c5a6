errors = []
class Failure(Exception): pass
def work(n):
    big = [n] * 100
    table = {"n": n, "big": big}
    raise Failure("failed %d" % n)
def attempt(n):
    try: work(n)
    except Failure as e: errors.append(e)
for i in range(150): attempt(i)
print(len(errors))
#> Failure | modules: __main__.errors | exceptions_tracebacks.py:9 in attempt
