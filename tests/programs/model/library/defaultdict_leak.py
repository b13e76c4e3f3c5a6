"""Looking up makes entries: a leak that looks like a read."""
from collections import defaultdict
import sys

visits = defaultdict(list)
for user in range(5):
    if visits[user]:
        print("never")
print(len(visits), sys.getrefcount(visits[0]), visits.get(99), len(visits), 99 in visits)
