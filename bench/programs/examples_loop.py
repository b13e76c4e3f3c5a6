"""Runs the programs of examples/ one after another, so many rounds: ROUNDS PROGRAM.py…

Each round is each program from the start, in a namespace of its own that is dropped afterwards, with
its output and its snapshots switched off: what is left is the traffic of ordinary programs.
"""

import gc
import sys


class Silence:
    def snapshot(self, label):
        return None


class Nowhere:
    def write(self, text):
        return len(text)

    def flush(self):
        return None


def load(path):
    with open(path) as file:
        return compile(file.read(), path, "exec")


def main(rounds, paths):
    programs = [load(path) for path in paths]
    sys.modules["heapledger"] = Silence()
    output, sys.stdout = sys.stdout, Nowhere()
    for _ in range(rounds):
        for program in programs:
            exec(program, {"__name__": "example"})
            gc.enable()
    sys.stdout = output
    print(rounds, "rounds of", len(paths), "programs")


main(int(sys.argv[1]), sys.argv[2:])
