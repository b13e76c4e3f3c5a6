from collections import defaultdict
class Entry:
    def __init__(self, user, n): self.user = user; self.n = n
audit = defaultdict(list)
def log(user, n): audit[user].append(Entry(user, n))
for i in range(500): log("user%d" % (i % 5), i)
print(sum(map(len, audit.values())))
#> Entry | modules: __main__.audit['user0'] | defaultdict_log.py:5 in log
#> Entry | modules: __main__.audit['user1'] | defaultdict_log.py:5 in log
#> Entry | modules: __main__.audit['user2'] | defaultdict_log.py:5 in log
#> Entry | modules: __main__.audit['user3'] | defaultdict_log.py:5 in log
#> Entry | modules: __main__.audit['user4'] | defaultdict_log.py:5 in log
