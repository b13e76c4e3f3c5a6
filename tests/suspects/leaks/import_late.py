class Node:
    def __init__(self, value, next): self.value = value; self.next = next
head = None
def push(n):
    global head
    head = Node([n], head)
def report():
    import argparse, json, unittest
    return json.dumps({"n": head.value[0]})
for i in range(60): push(i)
print(report())
for i in range(60): push(i)
print(report())
for i in range(60): push(i)
print(report())
#> Node | modules: __main__.head | import_late.py:2 in Node.__init__
