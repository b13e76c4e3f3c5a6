import dataclasses, enum, inspect, typing
class State(enum.Enum):
    NEW = 1
    DONE = 2
class Job:
    all_jobs: typing.List["Job"] = []
    def __init__(self, n):
        self.n = n
        self.state = State.NEW
        Job.all_jobs.append(self)
    def run(self): self.state = State.DONE
for i in range(100): Job(i).run()
print(len(Job.all_jobs), sum(j.state is State.DONE for j in Job.all_jobs))
#> Job | modules: __main__.Job.all_jobs | import_enum_registry.py:10 in Job.__init__
