class Tree:
    def __init__(self, key): self.key = key; self.left = None; self.right = None
root = None
def insert(key):
    global root
    if root is None: root = Tree(key); return
    node = root
    while True:
        if key < node.key:
            if node.left is None: node.left = Tree(key); return
            node = node.left
        else:
            if node.right is None: node.right = Tree(key); return
            node = node.right
x = 12345
for i in range(500):
    x = (x * 1103515245 + 12345) % 2147483648
    insert(x)
print(root.key)
#> Tree | modules: __main__.root | tree_growing.py:13 in insert
