import argparse, json
def build():
    parser = argparse.ArgumentParser(prog="app")
    for n in range(20): parser.add_argument("--option%d" % n, type=int, default=n)
    return parser
parser = build()
def run(n): return parser.parse_args(["--option3", str(n)]).option3
print(sum(run(i) for i in range(12)))
