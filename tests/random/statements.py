#!/usr/bin/env python3
"""Writes a random program of nested statements: every way in and out of a block, inside every other.

Each function of the program keeps a list of the marks that it passed; the program prints that, the result
or the chain of exceptions with their line numbers, and what the collector makes of it. usage: statements.py SEED
"""

import random
import sys

PRELUDE = '''\
import gc

t = []


class Base:
    y = 1


class Mixin:
    z = 2


class Manager:
    def __init__(self, kind):
        self.kind = kind

    def __enter__(self):
        t.append("enter")
        return self.kind

    def __exit__(self, kind, value, traceback):
        t.append(("exit", kind and kind.__name__))
        return self.kind == 1


def show(error, depth=0):
    while error is not None and depth < 5:
        traceback, lines = error.__traceback__, []
        while traceback is not None:
            lines.append(traceback.tb_lineno)
            traceback = traceback.tb_next
        print(type(error).__name__, error, lines, error.__suppress_context__)
        error, depth = error.__cause__ or error.__context__, depth + 1


a, b, c, d = 1, 2, 3, 4
'''

EXPRESSIONS = (
    "{0}", "{0} + 1", "{0} * 2 - 1", "-{0}", "({0}, 1)[0]", "{0} if {1} else 3", "len(str({0}))", "abs({0}) % 7",
    "(lambda q: q + 1)({0})", "sum([{0}, 2])", "[x for x in range(3) if x != {0}][0]", "{{**{{'a': {0}}}}}['a']",
    "(yy := {0})", "max(*[{0}, 1])", "{0} and 5", "{0} or 6", "not {0}", "1 < {0} < 9", "next(iter([{0}]))",
    "[*range(3), {0}][-1]",
)
ITERABLES = (
    "range(3)", "[1, 2]", "'ab'", "{1: 2}", "(x * x for x in range(3))", "zip(range(2), range(2))", "enumerate('xy')",
    "reversed([1, 2, 3])",
)
RAISED = ("ValueError(1)", "KeyError('k')", "ZeroDivisionError", "IndexError(2) from ValueError(3)")
CAUGHT = ("ValueError", "(KeyError, IndexError)", "ZeroDivisionError", "Exception", "TypeError", "NameError")
FAILING = ("1 / {0}", "[][{0}]", "{{}}[{0}]", "undefined_name", "int('x')", "t.append({0})")
ASSIGNMENTS = (
    "a, *b, c = [1, 2, 3, {0}]; b = len(b)", "(a, b), c = (1, {0}), 3", "a = b = {0}",
    "d = [*range(2), {0}]; del d[0]; d = len(d)", "a += {0}", "b = {{k: v for k, v in zip('ab', [1, {0}])}}; b = len(b)",
    "assert {0} or True, 'message'", "d = f'{{{0}!r:>4}}|{{a}}'; d = len(d)",
)
ARGUMENTS = ("{0}, 5", "{0}", "{0}, k=9", "{0}, 1, 2, 3", "{0}, *[7, 8]", "{0}, **{{'k': 1, 'z': 2}}")
SUBJECTS = ("a", "(a, b)", "{'k': a}", "[a, b, c]", "str(a)")
PATTERNS = ("0", "1 | 2", "(x, y)", "[x, *rest]", "{'k': v}", "int(n) if n > 3", "str() as s", "None")
USES = (
    "t.append(list({0}))", "t.append(next({0})); t.append({0}.send(3))", "next({0}); {0}.throw(ValueError('thrown'))",
    "next({0}); {0}.close()", "for _ in {0}: break",
)


class Scope:
    """What may stand at a place: the names that have a value, and whether one can leave a loop, return, yield."""

    def __init__(self, names, loop=False, generator=False):
        self.names, self.loop, self.generator = list(names), loop, generator

    def within(self, *names, loop=None):
        return Scope(self.names + list(names), self.loop if loop is None else loop, self.generator)


class Writer:
    def __init__(self, seed):
        self.random = random.Random(seed)
        self.lines = []
        self.number = 0
        self.left = 0

    def line(self, indent, text):
        self.lines.append("    " * indent + text)

    def fresh(self, prefix):
        self.number += 1
        return f"{prefix}{self.number}"

    def chance(self, share):
        return self.random.random() < share

    def fill(self, template, scope):
        choose = self.random.choice
        return template.format(choose(scope.names), choose(scope.names))

    def expression(self, scope):
        return self.fill(self.random.choice(EXPRESSIONS), scope)

    def block(self, indent, depth, scope):
        scope = scope.within()
        for _ in range(self.random.randint(1, 4)):
            if self.left <= 0:
                break
            self.left -= 1
            self.statement(indent, depth, scope)
        self.line(indent, f"t.append({self.random.randint(0, 99)})")

    def clause(self, indent, head, depth, scope):
        self.line(indent, head + ":")
        self.block(indent + 1, depth - 1, scope)

    def statement(self, indent, depth, scope):
        simple = (self.assign, self.mark, self.leave_loop, self.leave_function, self.throw, self.fail)
        compound = (
            self.branch, self.loop_for, self.loop_for, self.loop_while, self.guard, self.guard, self.guard, self.manage,
            self.define, self.define, self.generate, self.generate, self.define_class, self.close_over, self.match,
            self.unpack,
        )
        write = self.random.choice(simple + compound if depth > 0 else simple)
        write(indent, depth, scope)

    # Statements of one line.

    def assign(self, indent, depth, scope):
        name = self.random.choice("abcd")
        self.line(indent, f"{name} = {self.expression(scope)}")
        scope.names.append(name)

    def mark(self, indent, depth, scope):
        self.line(indent, f"t.append({self.expression(scope)})")

    def leave_loop(self, indent, depth, scope):
        if scope.loop:
            self.line(indent, f"if {self.expression(scope)}: {self.random.choice(('break', 'continue'))}")

    def leave_function(self, indent, depth, scope):
        self.line(indent, f"if {self.expression(scope)}: return {self.expression(scope)}")

    def throw(self, indent, depth, scope):
        self.line(indent, f"if {self.expression(scope)}: raise {self.random.choice(RAISED)}")

    def fail(self, indent, depth, scope):
        if scope.generator:
            templates = ("t.append((yield {0}))", "yield {0}", "yield from [{0}, 2]")
        else:
            templates = FAILING
        self.line(indent, self.fill(self.random.choice(templates), scope))

    def unpack(self, indent, depth, scope):
        self.line(indent, self.fill(self.random.choice(ASSIGNMENTS), scope))

    # Statements with blocks.

    def branch(self, indent, depth, scope):
        self.clause(indent, f"if {self.expression(scope)}", depth, scope)
        if self.chance(0.5):
            self.clause(indent, f"elif {self.expression(scope)}", depth, scope)
        if self.chance(0.5):
            self.clause(indent, "else", depth, scope)

    def loop_for(self, indent, depth, scope):
        name = self.fresh("i")
        self.line(indent, f"for {name} in {self.random.choice(ITERABLES)}:")
        self.line(indent + 1, f"{name} = {name} if isinstance({name}, int) else 0")
        self.block(indent + 1, depth - 1, scope.within(name, loop=True))
        if self.chance(0.4):
            self.clause(indent, "else", depth, scope)

    def loop_while(self, indent, depth, scope):
        name = self.fresh("w")
        self.line(indent, f"{name} = {self.random.randint(1, 4)}")
        self.line(indent, f"while {name}:")
        self.line(indent + 1, f"{name} -= 1")
        self.block(indent + 1, depth - 1, scope.within(name, loop=True))
        if self.chance(0.4):
            self.clause(indent, "else", depth, scope)

    def guard(self, indent, depth, scope):
        self.clause(indent, "try", depth, scope)
        kind = self.random.randint(0, 3)
        for _ in range(self.random.randint(1, 2) if kind < 3 else 0):
            name = self.fresh("e")
            self.line(indent, f"except {self.random.choice(CAUGHT)} as {name}:")
            self.line(indent + 1, f"t.append(type({name}).__name__)")
            self.block(indent + 1, depth - 1, scope)
        if kind < 3 and self.chance(0.4):
            self.clause(indent, "else", depth, scope)
        if kind >= 2:
            self.clause(indent, "finally", depth, scope)

    def manage(self, indent, depth, scope):
        self.clause(indent, f"with Manager({self.random.choice('012')}) as m", depth, scope)

    def define(self, indent, depth, scope):
        name = self.fresh("f")
        self.clause(indent, f"def {name}(p, q={self.expression(scope)}, *r, k=4, **kw)", depth, Scope("pqk"))
        self.line(indent + 1, "return p")
        self.line(indent, f"t.append({name}({self.fill(self.random.choice(ARGUMENTS), scope)}))")

    def generate(self, indent, depth, scope):
        name, made = self.fresh("g"), self.fresh("it")
        self.clause(indent, f"def {name}(p)", depth, Scope("p", generator=True))
        self.line(indent + 1, "yield p")
        self.line(indent, f"{made} = {name}({self.expression(scope)})")
        self.line(indent, "try:")
        self.line(indent + 1, self.random.choice(USES).format(made))
        self.line(indent, "except Exception as error:")
        self.line(indent + 1, "t.append(('generator', type(error).__name__))")

    def define_class(self, indent, depth, scope):
        name = self.fresh("C")
        self.line(indent, f"class {name}({self.random.choice(('', 'Base', 'Base, Mixin'))}):")
        self.line(indent + 1, f"x = {self.random.randint(0, 9)}")
        self.clause(indent + 1, "def m(self, a=1)", depth, Scope(("a", "self.x")))
        self.line(indent + 2, "return self.x")
        self.line(indent, f"t.append({name}().m(2))")

    def close_over(self, indent, depth, scope):
        name = self.fresh("n")
        self.line(indent, f"def {name}():")
        self.line(indent + 1, "count = 0")
        self.line(indent + 1, "def inner():")
        self.line(indent + 2, "nonlocal count")
        self.line(indent + 2, "count += 1")
        self.block(indent + 2, depth - 1, Scope(("count",)))
        self.line(indent + 2, "return count")
        self.line(indent + 1, "inner()")
        self.line(indent + 1, "return inner() or count")
        self.line(indent, f"t.append({name}())")

    def match(self, indent, depth, scope):
        self.line(indent, f"match {self.random.choice(SUBJECTS)}:")
        for pattern in self.random.sample(PATTERNS, 3) + ["_"]:
            self.clause(indent + 1, f"case {pattern}", depth, scope)

    def program(self, functions):
        for i in range(functions):
            self.left = 25
            self.clause(0, f"def top{i}(a=1, b=2, c=0, d=4)", 5, Scope("abcd"))
            self.line(1, "return a")
            self.lines += ["try:", f'    print("top{i}", top{i}())', "except Exception as error:", "    show(error)"]
            self.lines += ["print(t)", "t.clear()"]
        self.line(0, "print(gc.collect() >= 0)")
        return PRELUDE + "\n".join(self.lines)


print(Writer(int(sys.argv[1])).program(12))
