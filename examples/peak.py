"""A peak that is gone at the exit.

What is wrong:  an index of all words is built to count three of them; the memory is needed for a
                moment and given back, so the last snapshot shows nothing.
What shows it:
    timeline        live objects and bytes over the run: the hill in the middle
    growth --from before --to after     nothing
"""

import heapledger


def count_words(text, wanted):
    index = {}
    for position, word in enumerate(text.split()):
        index.setdefault(word, []).append((word, position))
    return [len(index[word]) for word in wanted]


text = " ".join(f"word{number % 500}" for number in range(5000))
heapledger.snapshot("before")
counts = count_words(text, ["word1", "word250", "word499"])
heapledger.snapshot("after")
print("counted:", counts)
