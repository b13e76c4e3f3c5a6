trie = {}
def insert(word):
    node = trie
    for c in word: node = node.setdefault(c, {})
    node["$"] = True
x = 7
for i in range(400):
    x = (x * 48271) % 2147483647
    insert("%08d" % (x % 100000000))
print(len(trie))
#> dict | modules: __main__.trie | tree_of_dicts.py:4 in insert
