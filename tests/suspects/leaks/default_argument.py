def collect(item, bucket=[]):
    bucket.append(item)
    return len(bucket)
class Event:
    def __init__(self, n): self.n = n
for i in range(400):
    collect(Event(i))
print(collect(None))
#> Event | modules: __main__.collect.__defaults__[0] | default_argument.py:2 in collect
