class Task:
    def __init__(self, n): self.n = n; self.payload = [n] * 20
    def run(self): raise RuntimeError("task %d" % self.n)
failures = []
def round_of(n):
    errors = []
    for k in range(4):
        task = Task(n * 4 + k)
        try: task.run()
        except RuntimeError as error: errors.append(error)
    failures.append(ExceptionGroup("round %d" % n, errors))
for i in range(40): round_of(i)
print(len(failures), sum(len(f.exceptions) for f in failures))
#> ExceptionGroup | modules: __main__.failures | exception_groups.py:11 in round_of
