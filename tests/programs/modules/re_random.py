"""Random patterns on random texts (seeded): the oracle finds the same matches, groups and errors."""
import random
import re
import sys
import warnings

warnings.simplefilter("ignore")
chance = random.Random(int(sys.argv[1]) if len(sys.argv) > 1 else 2026)
LETTERS = ["a", "b", "c", "A", "1", "_", " ", "\n", "é", "\u0130", "k", "s", "\u20ac", "\U0001f600"]


def make_set():
    members = []
    for _ in range(chance.randrange(1, 4)):
        members.append(chance.choice(["a", "b-c", "A-C", r"\d", r"\w", r"\S", r"\s", r"\W", r"\n", "é", "^", r"\-", "0-9",
                                      "\u2000-\u3000", "k", "a-z"]))
    return "[" + chance.choice(["", "", "^"]) + "".join(members) + "]"


def make_item(depth, groups):
    kind = chance.randrange(20)
    if kind < 7 or depth <= 0:
        return re.escape(chance.choice(LETTERS))
    if kind < 9:
        return chance.choice([".", r"\w", r"\W", r"\d", r"\s", r"\S", r"\D"])
    if kind < 11:
        return make_set()
    if kind == 11:
        return chance.choice(["^", "$", r"\b", r"\B", r"\A", r"\Z"])
    if kind < 15:
        groups.append(None)
        number = len(groups)
        name = f"?P<g{number}>" if chance.random() < 0.3 else ""
        return f"({name}{make_branch(depth - 1, groups)})"
    if kind == 15:
        return f"(?:{make_branch(depth - 1, groups)})"
    if kind == 16:
        return f"(?{chance.choice(['=', '!'])}{make_branch(depth - 1, groups)})"
    if kind == 17:
        return f"(?<{chance.choice('=!')}{''.join(chance.choice('abcA1') for _ in range(chance.randrange(1, 3)))})"
    if kind == 18 and groups:
        return rf"(?:\{chance.randrange(1, len(groups) + 1)})"
    if kind == 19 and groups and chance.random() < 0.5:
        return f"(?({chance.randrange(1, len(groups) + 1)}){make_sequence(depth - 1, groups)}|{make_sequence(depth - 1, groups)})"
    return f"(?{chance.choice(['i', 's', 'm', 'a', 'i-s'])}:{make_branch(depth - 1, groups)})"


def make_sequence(depth, groups):
    text = ""
    for _ in range(chance.randrange(0, 4)):
        item = make_item(depth, groups)
        counts = ["*", "+", "?", "*?", "+?", "??"]
        if not item.startswith("("):  # an empty round ends no counted repeat: see DIFFERENCES.md
            counts += ["{2}", "{1,2}", "{,2}", "{1,3}?"]
        text += item + (chance.choice(counts) if chance.random() < 0.35 else "")
    return text


def make_branch(depth, groups):
    return "|".join(make_sequence(depth, groups) for _ in range(chance.choice([1, 1, 1, 2, 3])))


def show(match):
    return match and (match.span(), match.groups(), match.lastindex, match.lastgroup)


for round_number in range(int(sys.argv[2]) if len(sys.argv) > 2 else 150):
    pattern = make_branch(3, [])
    flags = chance.choice([0, 0, 0, re.I, re.M, re.S, re.A, re.I | re.A, re.I | re.M | re.S])
    try:
        compiled = re.compile(pattern, flags)
    except re.error as error:
        print(round_number, ascii(pattern), int(flags), error.msg, error.pos)
        continue
    for _ in range(6):
        width = chance.choice([8, 11, 13, 14])
        text = "".join(chance.choice(LETTERS[:width]) for _ in range(chance.randrange(0, 9)))
        start = chance.randrange(0, 3)
        print(round_number, ascii(pattern), int(flags), ascii(text), [show(m) for m in compiled.finditer(text, start)],
              show(compiled.match(text, start)), show(compiled.fullmatch(text)), ascii(compiled.sub("<\\g<0>>", text)),
              ascii(compiled.split(text)))
