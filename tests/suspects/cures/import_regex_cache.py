import collections, re, string, textwrap
def count(n):
    pattern = re.compile(r"%s+" % string.ascii_lowercase[n % 26])
    return len(pattern.findall("aaabbbccc" * 3))
words = collections.Counter()
for i in range(120): words[i % 7] += count(i)
print(sorted(words.items()))
