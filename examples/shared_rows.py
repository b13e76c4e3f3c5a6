"""Rows that are meant to be separate and are one: [[0] * 3] * 3.

What is wrong:  the grid holds one list three times; writing to one row writes to all.
What shows it:
    `SELECT holder, oid, count(*) FROM reference('end') GROUP BY holder, oid HAVING count(*) > 1`
"""

import sys

import heapledger

shared = [[0] * 3] * 3
separate = [[0] * 3 for _ in range(3)]
shared[0][0] = 1
separate[0][0] = 1
heapledger.snapshot("end")
print("shared:  ", shared, "rows:", len({id(row) for row in shared}))
print("separate:", separate, "rows:", len({id(row) for row in separate}))
print("references to a row:", sys.getrefcount(shared[0]) - 1, "and", sys.getrefcount(separate[0]) - 1)
