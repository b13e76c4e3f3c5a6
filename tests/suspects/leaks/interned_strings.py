import sys
seen = {}
def name(n):
    word = sys.intern("customer-%d" % n)
    seen[word] = seen.get(word, 0) + 1
    return word
total = 0
for i in range(2000): total += len(name(i))
print(total, len(seen))
#> dict | modules: __main__.seen | interned_strings.py:5 in name
