"""Some of everything, as often as the argument says: what is left at the end must not depend on how often."""
import copy
import functools
import gc
import itertools
import sys
import threading
import weakref
from collections import OrderedDict, defaultdict, deque
from contextlib import contextmanager
from dataclasses import dataclass


class Node:
    def __init__(self, name):
        self.name = name
        self.others = []

    def __del__(self):
        self.others.append(self.name)


@dataclass(slots=True, weakref_slot=True)
class Record:
    name: str
    value: object = None


@contextmanager
def held(value):
    yield value


def suspended(value):
    try:
        yield value
    finally:
        value.append(1)


@functools.lru_cache(maxsize=4)
def cached(number):
    return [number]


def fails(depth):
    local = [depth]
    if depth:
        return fails(depth - 1)
    raise ValueError(local)


def work(number):
    first, second = Node("first"), Node("second")
    first.others.append(second)
    second.others.append(first)
    reference = weakref.ref(first, lambda reference: None)
    proxy = weakref.proxy(second)
    record = Record("record", proxy.name)
    generator = suspended([])
    next(generator)
    table = {key: deque([key]) for key in range(20)}
    ordered, defaults = OrderedDict(table), defaultdict(list, table)
    defaults["missing"].append(copy.deepcopy(table))
    list(itertools.chain(ordered, sorted(table, key=lambda key: -key), cached(number % 7)))
    text = "".join(f"{key:>5}" for key in table) + "ä€😀" * (number % 3)
    {text.upper(): text.encode().decode().split()}
    try:
        with held(record):
            fails(number % 5)
    except ValueError as error:
        record.value = error
    exec("def made(x):\n    return [x, made]\nmade(1)")
    thread = threading.Thread(target=lambda: cached(number))
    thread.start()
    thread.join()
    2 ** (100 + number % 50) // 3
    return reference


for number in range(int(sys.argv[1]) if len(sys.argv) > 1 else 20):
    work(number)
    if number % 5 == 0:
        gc.collect()
