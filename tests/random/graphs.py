#!/usr/bin/env python3
"""Writes a random program about object graphs: generate.py SEED [STEPS].

The program builds, shares, ties into cycles, drops, resurrects and collects objects, and prints
every number that the memory model decides: reference counts, what a collection found, the order
of finalizers and of weak reference callbacks, what is tracked, who refers to what. The same seed
gives the same program. Automatic collections are off, so that only the program decides when one runs.
"""

import random
import sys

PRELUDE = '''
import gc
import sys
import weakref

gc.disable()


class Plain:
    def __init__(self, name):
        self.__dict__["name"] = name

    def method(self):
        return self.name


class Slotted:
    __slots__ = ("name", "left", "right", "__weakref__")

    def __init__(self, name):
        self.name = name

    def method(self):
        return self.name


class Loud(Plain):
    def __del__(self):
        print("del", self.name)


class LoudSlotted(Slotted):
    __slots__ = ()

    def __del__(self):
        print("del", self.name)


class Phoenix(Plain):
    def __del__(self):
        print("rise", self.name)
        ashes.append(self)


class Saboteur(Slotted):
    __slots__ = ()

    def __del__(self):
        print("cut", self.name)
        links.clear()


ashes = []
links = []
weak = []
{names} = [None] * {count}


def called(reference):
    print("callback", reference() is None)


def watch(value, callback=None):
    try:
        weak.append(weakref.ref(value, callback) if callback else weakref.ref(value))
    except TypeError as error:
        print(error)


def put(holder, value):
    if isinstance(holder, list):
        holder.append(value)
    elif isinstance(holder, dict):
        holder[len(holder)] = value
    elif isinstance(holder, Slotted):
        if hasattr(holder, "left"):
            holder.right = value
        else:
            holder.left = value
    elif isinstance(holder, Plain):
        holder.__dict__["a%d" % len(holder.__dict__)] = value


def take(holder):
    if isinstance(holder, list) and holder:
        return holder.pop()
    if isinstance(holder, dict) and holder:
        return holder.popitem()[1]
    if isinstance(holder, Plain) and len(holder.__dict__) > 1:
        return holder.__dict__.popitem()[1]
    return None


def closure(value):
    def inner():
        return value
    return inner


def suspended(value):
    yield 1
    yield value


def started(value):
    generator = suspended(value)
    next(generator)
    return generator


def raised(value):
    try:
        raise ValueError(value)
    except ValueError as error:
        return error


def kinds(values):
    return sorted(type(value).__name__ for value in values if type(value).__name__ != "frame")
'''

NAMES = [f"v{index}" for index in range(8)]


class Writer:
    def __init__(self, seed, steps):
        self.random = random.Random(seed)
        self.steps = steps
        self.made = 0

    def name(self):
        return self.random.choice(NAMES)

    def fresh(self):
        self.made += 1
        kind = self.random.choice(["Plain", "Slotted", "Loud", "Loud", "LoudSlotted", "Phoenix", "Saboteur"])
        return f'{kind}("{kind.lower()}{self.made}")'

    def container(self):
        a, b = self.name(), self.name()
        return self.random.choice([
            "[]", "{}", f"[{a}, {b}]", f"({a}, {b})", f'{{"a": {a}, "b": {b}}}', f"[{a}] * 2", f"({a},)",
            f"[x for x in ({a}, {b})]", f"{{n: x for n, x in enumerate(({a}, {b}))}}", f"[{a}, [{b}]]",
        ])

    def derived(self):
        a = self.name()
        return self.random.choice([
            f"closure({a})", f"started({a})", f"getattr({a}, 'method', None)", f"raised({a})",
            f"{a}", f"{a}[:] if isinstance({a}, list) else {a}", f"dict({a}) if isinstance({a}, dict) else {a}",
            f"tuple({a}) if isinstance({a}, list) else {a}", f"iter({a}) if isinstance({a}, (list, dict)) else {a}",
            f"(lambda x={a}: x)", f"type({a})", f"weak[-1]() if weak else None", f"ashes[-1] if ashes else None",
            f"take({a})",
        ])

    def statement(self):
        pick = self.random.random()
        a, b = self.name(), self.name()
        if pick < 0.20:
            return f"{a} = {self.fresh()}"
        if pick < 0.32:
            return f"{a} = {self.container()}"
        if pick < 0.42:
            return f"{a} = {self.derived()}"
        if pick < 0.58:
            return f"put({a}, {b})"
        if pick < 0.62:
            return self.random.choice([f"put({a}, {a})", f"links.append({a})", f"put({a}, take({b}))"])
        if pick < 0.72:
            return f"{a} = None"
        if pick < 0.78:
            return f"watch({a}{self.random.choice(['', ', called'])})"
        if pick < 0.84:
            return f'print("count", sys.getrefcount({a})) if isinstance({a}, (list, dict, Plain, Slotted)) else None'
        if pick < 0.90:
            return f'print("found", gc.collect({self.random.choice(["", "", "0", "1", "2"])}))'
        return self.random.choice([
            f'print("tracked", gc.is_tracked({a})) if not isinstance({a}, (dict, tuple)) else None',
            f'print("referents", kinds(gc.get_referents({a}))) if isinstance({a}, (list, Plain, Slotted)) else None',
            f'print("referrers", len(gc.get_referrers({a}))) if isinstance({a}, (list, Plain, Slotted)) else None',
            'print("alive", [reference() is not None for reference in weak])',
            f'print("weak", weakref.getweakrefcount({a})) if isinstance({a}, (Plain, Slotted)) else None',
            f'print("finalized", gc.is_finalized({a}))',
            "ashes.clear()", "weak.clear()", "links.clear()", f"{a}, {b} = {b}, {a}",
            f"{a}.clear() if isinstance({a}, (list, dict)) else None",
            'print("garbage", len(gc.garbage))',
            f"for v in (({a}, {b}), ()): print(len(v), end=' ')\nprint()\ndel v",
        ])

    def program(self):
        lines = ["\"\"\"Random object graphs; written by generate.py.\"\"\""]
        lines.append(PRELUDE.replace("{names}", ", ".join(NAMES)).replace("{count}", str(len(NAMES))))
        lines.append('print("first", gc.collect() >= 0)')
        for step in range(self.steps):
            lines.append(self.statement())
            if step % 40 == 39:
                lines.append('print("found", gc.collect(), len(ashes), len(links))')
        lines.append('print("end")')
        return "\n".join(lines) + "\n"


if __name__ == "__main__":
    seed = int(sys.argv[1])
    sys.stdout.write(Writer(seed, int(sys.argv[2]) if len(sys.argv) > 2 else 120).program())
