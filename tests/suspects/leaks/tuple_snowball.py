state = ()
def step(n):
    global state
    state = (state, "step %d" % n)
for i in range(500): step(i)
print("ok")
#> tuple | modules: __main__.state | tuple_snowball.py:4 in step
