import itertools
def rows():
    for i in range(600): yield {"row": i}
a, b = itertools.tee(rows())
total = 0
for r in a: total += r["row"]
print(total)
#> itertools._tee_dataobject | modules: __main__.b.first | iter_tee.py:6 in <module>
