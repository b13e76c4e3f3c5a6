class Span:
    def __init__(self, name): self.name = name; self.tags = {"name": name}
class Tracer:
    def __init__(self): self.spans = []
    def start(self, name): self.spans.append(Span(name))
tracer = Tracer()
def stage_0():
    for k in range(8): tracer.start("stage 0.%d" % k)
def stage_1():
    for k in range(8): tracer.start("stage 1.%d" % k)
def stage_2():
    for k in range(8): tracer.start("stage 2.%d" % k)
def stage_3():
    for k in range(8): tracer.start("stage 3.%d" % k)
def stage_4():
    for k in range(8): tracer.start("stage 4.%d" % k)
def stage_5():
    for k in range(8): tracer.start("stage 5.%d" % k)
def stage_6():
    for k in range(8): tracer.start("stage 6.%d" % k)
def stage_7():
    for k in range(8): tracer.start("stage 7.%d" % k)
def stage_8():
    for k in range(8): tracer.start("stage 8.%d" % k)
def stage_9():
    for k in range(8): tracer.start("stage 9.%d" % k)
def stage_10():
    for k in range(8): tracer.start("stage 10.%d" % k)
def stage_11():
    for k in range(8): tracer.start("stage 11.%d" % k)
def stage_12():
    for k in range(8): tracer.start("stage 12.%d" % k)
def stage_13():
    for k in range(8): tracer.start("stage 13.%d" % k)
def stage_14():
    for k in range(8): tracer.start("stage 14.%d" % k)
def stage_15():
    for k in range(8): tracer.start("stage 15.%d" % k)
def stage_16():
    for k in range(8): tracer.start("stage 16.%d" % k)
def stage_17():
    for k in range(8): tracer.start("stage 17.%d" % k)
def stage_18():
    for k in range(8): tracer.start("stage 18.%d" % k)
def stage_19():
    for k in range(8): tracer.start("stage 19.%d" % k)
stage_0()
stage_1()
stage_2()
stage_3()
stage_4()
stage_5()
stage_6()
stage_7()
stage_8()
stage_9()
stage_10()
stage_11()
stage_12()
stage_13()
stage_14()
stage_15()
stage_16()
stage_17()
stage_18()
stage_19()
print(len(tracer.spans))
#> Span | modules: __main__.tracer.spans | stages_each_once.py:5 in Tracer.start
