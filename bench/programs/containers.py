# Lists, dicts, tuples, strings: the work of ordinary programs.
import sys


def main(n):
    words = {}
    for i in range(n):
        key = "k%d" % (i % 1000)
        words[key] = words.get(key, 0) + 1
    pairs = sorted((count, word) for word, count in words.items())
    squares = [x * x for x in range(n) if x % 3]
    total = 0
    for index in range(len(squares)):
        total += squares[index]
    table = {x: (x, str(x)) for x in range(n // 10)}
    return pairs[0], total, sum(len(t[1]) for t in table.values())


print(main(int(sys.argv[1]) if len(sys.argv) > 1 else 500000))
