#!/usr/bin/env python3
"""Writes a random program about object graphs: graphs.py SEED [STEPS].

The program, which begins with prelude.py, builds, shares, ties into cycles, copies, drops, resurrects and
collects objects, in modules, functions and threads, and prints every number that the memory model decides:
reference counts, what a collection found, the order of finalizers and of weak reference callbacks, what is
tracked, who refers to what. The same seed gives the same program. Automatic collections are off, so that
only the program decides when one runs; where it lets them come by themselves, their order is not shown.
"""

import os
import random
import sys

NAMES = [f"v{index}" for index in range(8)]
FRESH = ["Plain", "Slotted", "Bare", "Loud", "Loud", "LoudSlotted", "Phoenix", "Egg", "Saboteur", "Raising", "Watching",
         "Guarded", "Record"]


class Writer:
    def __init__(self, seed, steps):
        self.random = random.Random(seed)
        self.steps = steps
        self.made = 0

    def name(self):
        return self.random.choice(NAMES)

    def fresh(self):
        self.made += 1
        kind = self.random.choice(FRESH)
        return f'{kind}("{kind.lower()}{self.made}")'

    def container(self):
        a, b = self.name(), self.name()
        return self.random.choice([
            "[]", "{}", "set()", f"[{a}, {b}]", f"({a}, {b})", f'{{"a": {a}, "b": {b}}}', f"[{a}] * 2", f"({a},)",
            f"[x for x in ({a}, {b})]", f"{{n: x for n, x in enumerate(({a}, {b}))}}", f"[{a}, [{b}]]",
            f"collections.deque([{a}, {b}])", f"collections.deque([{a}, {b}], maxlen=2)",
            f"collections.OrderedDict(a={a}, b={b})", f"collections.defaultdict(list, a={a})", f"MyList([{a}])",
            f"MyDict(a={a})", "array.array('i', [1, 2])", f"frozenset([1, id({a}) == 0])", f"[[{a}] * 3] * 2",
            f"[*({a}, {b}), {a}]", f"{{**{{'x': {a}}}, 'y': {b}}}", f"(1, 2, ({a}, 'text'))",
            f"list(zip(({a}, {b}), [1, 2]))", f"dict.fromkeys('abc', {a})", f"{{1: {{2: {{3: {a}}}}}}}",
        ])

    def derived(self):
        a, b = self.name(), self.name()
        return self.random.choice([
            f"closure({a})", f"recursive({a})", f"started({a})", f"suspended({a})", f"delegating({a})",
            f"getattr({a}, 'method', None)", f"raised({a})", f"framed({a})", f"chained({a}, {b})",
            f"{a}", f"{a}[:] if isinstance({a}, list) else {a}", f"dict({a}) if isinstance({a}, dict) else {a}",
            f"tuple({a}) if isinstance({a}, list) else {a}", f"iter({a}) if isinstance({a}, (list, dict)) else {a}",
            f"(lambda x={a}: x)", f"(lambda *, x={a}: x)", f"type({a})", "weak[-1]() if weak else None",
            "ashes[-1] if ashes else None", f"take({a})", f"functools.partial(print, {a}, end={b})",
            f"(x for x in [{a}])", f"itertools.chain([{a}], [{b}])", f"map(id, [{a}])", f"enumerate([{a}])",
            f"reversed({a}) if isinstance({a}, list) else {a}", f"slice({a})", f"remember({a})",
            f"copied({a}, copy.copy) if is_node({a}) else {a}",
            f"copied({a}, copy.deepcopy) if is_plain({a}) else {a}",
            f"in_thread(closure, {a})", f"in_thread(started, {a})", f"in_thread(lambda x: [x], {a})",
            f"{a}.__dict__ if isinstance({a}, Plain) else {a}", f"property(lambda self, x={a}: x)",
            f"{a}.items() if type({a}) is dict else {a}", f"[{a}].append", f"weakref.ref({a}) if isinstance({a}, Plain) else {a}",
        ])

    def mutation(self):
        a, b = self.name(), self.name()
        return self.random.choice([
            f"put({a}, {a})", f"links.append({a})", f"put({a}, take({b}))", f"put({a}, [{a}])", f"put({a}, closure({a}))",
            f"put({a}, started({a}))", f"put({a}, framed({b}))", f"put({a}, getattr({a}, 'method', None))",
            f"{a}.extend([{b}] * 2) if isinstance({a}, (list, collections.deque)) else None",
            f"{a}.insert(0, {b}) if isinstance({a}, list) else None", f"{a}.reverse() if isinstance({a}, list) else None",
            f"{a}.rotate(1) if isinstance({a}, collections.deque) else None",
            f"{a}.update(z={b}) if isinstance({a}, dict) else None",
            f"{a}.setdefault('s', {b}) if isinstance({a}, dict) else None",
            f"{a}.pop(next(iter({a}))) if isinstance({a}, dict) and {a} else None",
            f"{a}.discard(next(iter({a}))) if isinstance({a}, set) and {a} else None",
            f"setattr({a}, 'left', {b}) if isinstance({a}, (Plain, Slotted, Record)) else None",
            f"delattr({a}, 'left') if isinstance({a}, (Slotted, Bare)) and hasattr({a}, 'left') else None",
            f"{a}.__dict__.pop('left', None) if isinstance({a}, Plain) else None",
            f"{a}.items.append({b}) if isinstance({a}, Record) else None",
            f"setattr({a}, '__cause__', {b}) if isinstance({a}, Exception) and isinstance({b}, Exception) else None",
            f"setattr({a}, '__traceback__', None) if isinstance({a}, Exception) else None",
            f"setattr({a}, 'me', {b}) if isinstance({a}, type(closure)) else None",
            f"next({a}, None) if isinstance({a}, type(suspended(1))) else None",
            f"{a}.close() if isinstance({a}, type(suspended(1))) else None",
            f"in_thread(put, {a}, {b})", f"in_thread(take, {a})",
        ])

    def question(self):
        a = self.name()
        return self.random.choice([
            f'print("count", sys.getrefcount({a})) if is_node({a}) else None',
            f'print("tracked", gc.is_tracked({a})) if not isinstance({a}, (dict, tuple)) else None',
            f'print("referents", kinds(gc.get_referents({a}))) if isinstance({a}, (list, set, collections.deque, Plain, Slotted, Bare, Exception)) else None',
            f'print("referrers", kinds(gc.get_referrers({a}))) if is_node({a}) else None',
            f'print("referrers of two", len(gc.get_referrers({a}, links))) if is_node({a}) else None',
            f'print("in a function", (lambda x: kinds(gc.get_referrers(x)))({a})) if is_node({a}) else None',
            f'print("in a comprehension", [len(gc.get_referrers({a})) for _ in (1,)]) if is_node({a}) else None',
            f'print("walk", walk({a}))',
            f'print("generations", [sum(x is {a} for x in gc.get_objects(g)) for g in (0, 1, 2)]) if is_node({a}) and not isinstance({a}, dict) else None',
            'print("alive", [reference() is not None for reference in weak if isinstance(reference, weakref.ref)])',
            f'print("weak", weakref.getweakrefcount({a}), len(weakref.getweakrefs({a}))) if isinstance({a}, (Plain, Slotted)) else None',
            'print("weak containers", len(values_by_name), len(names_by_key), len(members))',
            f'print("in weak", {a} in members, {a} in list(values_by_name.values())) if isinstance({a}, (Plain, Slotted)) else None',
            f'print("finalized", gc.is_finalized({a}))',
            'print("garbage", len(gc.garbage))', 'print("cache", cached.cache_info())',
            'print("threshold", gc.get_threshold(), gc.isenabled())', 'print("frozen", gc.get_freeze_count() > 0)',
        ])

    def scene(self):
        """Some statements in a function, whose names die when it returns."""
        a, b = self.name(), self.name()
        self.made += 1
        return self.random.choice([
            f"def scene(x):\n    y = [x]\n    z = {self.fresh()}\n    put(z, y)\n    put(y, z)\n    print('scene', sys.getrefcount(y))\nscene({a})\ndel scene",
            f"def scene(x):\n    def inner():\n        nonlocal x\n        x = [x]\n        return inner\n    return inner()\n{b} = scene({a})\ndel scene",
            f"with holding({a}) as held:\n    print('held', sys.getrefcount(held)) if is_node(held) else None\ndel held",
            f"try:\n    with holding({a}):\n        raise KeyError({b})\nexcept KeyError as error:\n    {b} = error",
            f"try:\n    raise ValueError({a})\nexcept ValueError as error:\n    print('handled', sys.getrefcount(error))\nfinally:\n    {b} = None",
            f"for v in (({a}, {b}), ()): print(len(v), end=' ')\nprint()\ndel v",
            f"{a}, {b} = {b}, {a}",
            f"del {a}\n{a} = []",
            f"first, *rest = [{a}, {b}, {a}]\nprint(len(rest))\ndel first, rest",
            f"gc.freeze()\n{a} = [{a}]\nput({a}, {a})\n{a} = None\nprint('found', gc.collect())\ngc.unfreeze()",
            f"gc.set_debug(gc.DEBUG_SAVEALL)\n{a} = [{b}]\nput({a}, {a})\n{a} = None\nprint('saved', gc.collect(0))\ngc.set_debug(0)\n"
            "print(kinds(gc.garbage))\ngc.garbage.clear()",
            f"by_itself({a}, {b})",
            f"def told(phase, info):\n    say('gc', phase, sorted(info))\ngc.callbacks.append(told)\ngc.collect(1)\ngc.callbacks.clear()\ndel told",
        ])

    def statement(self):
        pick = self.random.random()
        a, b = self.name(), self.name()
        if pick < 0.17:
            return f"{a} = {self.fresh()}"
        if pick < 0.27:
            return f"{a} = {self.container()}"
        if pick < 0.37:
            return f"{a} = {self.derived()}"
        if pick < 0.51:
            return f"put({a}, {b})"
        if pick < 0.59:
            return self.mutation()
        if pick < 0.67:
            return f"{a} = None"
        if pick < 0.73:
            callback = self.random.choice(["", "", ", called", ", called", ", failing", f", resurrecting({b})",
                                           ", called, MyRef", ", None, weakref.proxy"])
            return f"watch({a}{callback})"
        if pick < 0.76:
            return self.random.choice([f"enter_weak({a})", f"enter_weak({a})", f"finalize({a}, {self.made})"])
        if pick < 0.86:
            return self.question()
        if pick < 0.92:
            return f'print("found", gc.collect({self.random.choice(["", "", "0", "1", "2"])}))'
        if pick < 0.96:
            return self.scene()
        return self.random.choice([
            "ashes.clear()", "weak.clear()", "links.clear()", "cached.cache_clear()",
            f"{a}.clear() if isinstance({a}, (list, dict, set, collections.deque)) else None",
            "for item in list(members): members.discard(item)\nitem = None", "values_by_name.clear()",
        ])

    def program(self):
        here = os.path.dirname(os.path.abspath(__file__))
        with open(os.path.join(here, "prelude.py")) as file:
            lines = ['"""Random object graphs; written by graphs.py."""', file.read()]
        lines.append(" = ".join(NAMES) + " = None")
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
