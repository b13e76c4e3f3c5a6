"""The variable of a loop outlives the loop."""


class Loud:
    def __init__(self, n):
        self.n = n

    def __del__(self):
        print("del", self.n)


for item in [Loud(0), Loud(1), Loud(2)]:
    print("body", item.n)
print("after")
item = None
for i in range(2):
    item = Loud(10 + i)
print("last")
del item
[Loud(n).n for n in range(20, 22)]
print("comprehension")
