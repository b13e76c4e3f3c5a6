import collections, json, logging, re, typing
def round_trip(n): return json.loads(json.dumps({"n": n, "rows": [str(k) for k in range(10)]}))["n"]
print(sum(round_trip(i) for i in range(100)))
