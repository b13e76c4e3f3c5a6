from collections import defaultdict
class Notice:
    def __init__(self, t): self.t = t
inbox = defaultdict(list)
def notify(n): inbox["user%d" % (n % 100)].append(Notice("n%d" % n))
for i in range(3000): notify(i)
print(len(inbox))
#> Notice | modules: __main__.inbox | many_users_lists.py:5 in notify
