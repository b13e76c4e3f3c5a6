def to_json(n):
    import json
    return json.dumps({"n": n})
def to_csv(n):
    import csv, io
    out = io.StringIO()
    csv.writer(out).writerow([n, n * 2])
    return out.getvalue()
def fancy(n):
    import argparse, unittest
    return argparse.Namespace(n=n).n
total = 0
for i in range(20): total += len(to_json(i)) + len(to_csv(i))
for i in range(20): total += fancy(i)
print(total)
