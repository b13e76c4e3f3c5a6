import argparse, collections, csv, json, re, textwrap, unittest
Match = collections.namedtuple("Match", "line word count")
found = collections.defaultdict(list)
pattern = re.compile(r"(\w+)=(\d+)")
def scan(n, line):
    for word, count in pattern.findall(line): found[word].append(Match(n, word, int(count)))
for i in range(120): scan(i, "x=%d, y=%d" % (i * 1000, i * 2000))
print(sorted((k, len(v)) for k, v in found.items()))
#> Match | modules: __main__.found['x'] | import_re_results.py:6 in scan
#> Match | modules: __main__.found['y'] | import_re_results.py:6 in scan
