class Node:
    def __init__(self, value, next): self.value = value; self.next = next
class Undo:
    def __init__(self): self.head = None
    def push(self, value): self.head = Node(value, self.head)
undo = Undo()
for i in range(600): undo.push("edit %d" % i)
n, c = undo.head, 0
while n: c += 1; n = n.next
print(c)
#> Node | modules: __main__.undo.head | linked_list.py:2 in Node.__init__
