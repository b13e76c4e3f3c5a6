"""Text that grows by += in place is never seen to change by another name."""
import sys


def build(n):
    text = ""
    kept = []
    for i in range(n):
        text += str(i % 10)
        if i % 97 == 0:
            kept.append(text)
        if i % 101 == 0:
            alias = text
            text += "|"
            assert alias == text[:-1] and len(alias) + 1 == len(text)
    return text, kept


text, kept = build(3000)
print(len(text), hash(text) == hash("".join(text)), [len(k) for k in kept][-5:], all(text.startswith(k) for k in kept))


def widen():
    text = "a" * 300
    text += "b"
    before = hash(text), text.encode()
    text += "é"
    text += "c"
    text += "日"
    text += "d" * 300
    text += "😀"
    return text, before[1] == text.encode()[:301], sys.getsizeof(text), text.count("d"), text == "a" * 300 + "bécd".replace("d", "日") + "d" * 300 + "😀"


print(widen()[1:])


def both(s):
    t = s
    s += s
    s += t
    u = s
    s = s + "!"
    return s, t, u, sys.getsizeof(s), len(u)


print(both("xy" * 200)[1:], both("z")[0])


class Holder:
    pass


h = Holder()
h.text = "q" * 400
d = {"k": "w" * 400}
for i in range(50):
    h.text += "r"
    d["k"] += "s"
print(len(h.text), len(d["k"]), h.text[-3:], d["k"][398:402])
