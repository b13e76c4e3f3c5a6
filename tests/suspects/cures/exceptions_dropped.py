class F(Exception): pass
def work(n):
    big = [n] * 100
    raise F("f %d" % n)
last = []
def attempt(n):
    try: work(n)
    except F as e: last[:] = [str(e)]
for i in range(400): attempt(i)
print(last)
