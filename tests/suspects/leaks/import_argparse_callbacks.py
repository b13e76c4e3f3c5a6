import argparse, functools, json, logging, unittest
parser = argparse.ArgumentParser(prog="app")
parser.add_argument("--rounds", type=int, default=90)
options = parser.parse_args([])
class Signal:
    def __init__(self): self.slots = []
    def connect(self, slot): self.slots.append(slot)
changed = Signal()
class View:
    def __init__(self, name):
        self.name = name
        self.lines = [name] * 4
        changed.connect(functools.partial(self.update, name))
    def update(self, name): self.name = name
for i in range(options.rounds): View("view %d" % i)
print(len(changed.slots))
#> functools.partial | modules: __main__.changed.slots | import_argparse_callbacks.py:7 in Signal.connect
