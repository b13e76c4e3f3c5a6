"""Instances of classes derived from types that the collector does not track are tracked all the same."""

import gc
import random


class Text(str):
    pass


class Number(int):
    pass


class Real(float):
    pass


class Octets(bytes):
    pass


class Dice(random.Random):
    pass


class Deeper(Text):
    __slots__ = ()


for kind in (Text, Number, Real, Octets, Dice, Deeper):
    instance = kind()
    print(kind.__name__, gc.is_tracked(instance))
    gc.collect()
    instance.me = instance
    instance.other = [instance]
    del instance
    print("found a cycle:", gc.collect() > 0)


class Bare(str):
    __slots__ = ()


bare = Bare("bare")
print(gc.is_tracked(bare), hasattr(bare, "__dict__"))
