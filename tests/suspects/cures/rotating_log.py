class Log:
    def __init__(self): self.lines = []
    def add(self, s):
        self.lines.append(s)
        if len(self.lines) > 100: del self.lines[:50]
l = Log()
for i in range(3000): l.add("line %d" % i)
print(len(l.lines))
