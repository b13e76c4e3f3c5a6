"""A closure that captures more than it needs.

What leaks:  each callback needs one number, but it was defined where `rows` is a local variable
             that it also names; its cell keeps the whole table alive as long as the callback.
What shows it:
    growth --from warm --to end     list grows by 80 tables of 50 rows
    referrers --object OID          a cell, held by a function's __closure__
"""

import heapledger

callbacks = []


def report(name):
    rows = [[name, number, number * number] for number in range(50)]
    total = sum(row[2] for row in rows)

    def callback(verbose=False):
        if verbose:
            return f"{name}: {len(rows)} rows"
        return total

    callbacks.append(callback)


for number in range(20):
    report(f"report {number}")
heapledger.snapshot("warm")
for number in range(20, 100):
    report(f"report {number}")
heapledger.snapshot("end")
print("callbacks:", len(callbacks), "sum:", sum(callback() for callback in callbacks))
print(callbacks[-1](verbose=True))
