class Rule:
    def __init__(self, n): self.n = n; self.parts = ["p%d" % n]
rules = None
def get_rules():
    global rules
    if rules is None: rules = [Rule(i) for i in range(300)]
    return rules
def check(n): return sum(r.n == n for r in get_rules())
print(sum(check(i) for i in range(100)))
