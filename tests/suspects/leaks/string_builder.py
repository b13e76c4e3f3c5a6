class Report:
    def __init__(self): self.lines = []
    def line(self, n): self.lines.append("line %d of the report" % n)
    def flush(self): return len("".join(self.lines))
report = Report()
for i in range(1000):
    report.line(i)
print(report.flush())
#> str | modules: __main__.report.lines | string_builder.py:3 in Report.line
