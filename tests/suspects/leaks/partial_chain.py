from functools import partial
class Step:
    def __init__(self, n): self.n = n
def apply(f, step, x): return x
pipeline = lambda x: x
for i in range(300):
    pipeline = partial(apply, pipeline, Step(i))
print(pipeline(1))
#> functools.partial | modules: __main__.pipeline | partial_chain.py:7 in <module>
