"""A finalizer that brings its object back.

What leaks:  Connection.__del__ puts a connection that the program dropped into a pool that nobody
             empties. Its finalizer has run once and never runs again.
What shows it:
    `SELECT seq, oid, site FROM event WHERE kind = 'resurrect'`     each return from the dead
    referrers --object OID                                          the pool, the line in __del__
"""

import heapledger

pool = []


class Connection:
    def __init__(self, number):
        self.number = number

    def __del__(self):
        pool.append(self)


def use(number):
    connection = Connection(number)
    return connection.number


total = sum(use(number) for number in range(10))
heapledger.snapshot("warm")
total += sum(use(number) for number in range(10, 60))
heapledger.snapshot("end")
print("used:", total, "in the pool:", len(pool))
first = pool.pop(0)
del first
print("the second death is final:", len(pool))
