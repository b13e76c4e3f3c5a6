from collections import Counter
hits = Counter()
def visit(n): hits[n * 7919 % 100003] += 1
for i in range(5000): visit(i)
print(len(hits))
#> Counter | modules: __main__.hits | int_counter_dict.py:3 in visit
