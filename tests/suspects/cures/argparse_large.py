import argparse
parser = argparse.ArgumentParser(prog="app")
for n in range(40): parser.add_argument("--option%d" % n, type=int, default=n)
options = parser.parse_args(["--option3", "7"])
def work(n): return [str(k) for k in range(n % 20)]
print(options.option3, sum(len(work(i)) for i in range(1200)))
