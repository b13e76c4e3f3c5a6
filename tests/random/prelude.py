import array
import collections
import copy
import functools
import gc
import itertools
import sys
import threading
import weakref
from contextlib import contextmanager
from dataclasses import dataclass, field

gc.disable()
gc.set_threshold(700, 10, 10)
log = None


def say(*words):
    """Prints; while collections run by themselves, in an order that is not the program's, it notes instead."""
    if log is None:
        print(*words)
    else:
        log.append(" ".join(map(str, words)))


class Plain:
    def __init__(self, name):
        self.__dict__["name"] = name  # python3 3.11 makes the dict only when it is asked for

    def method(self):
        return self.name


class Slotted:
    __slots__ = ("name", "left", "right", "__weakref__")

    def __init__(self, name):
        self.name = name

    def method(self):
        return self.name


class Bare:
    __slots__ = ("name", "left")

    def __init__(self, name):
        self.name = name


class Loud(Plain):
    def __del__(self):
        say("del", self.name)


class LoudSlotted(Slotted):
    __slots__ = ()

    def __del__(self):
        say("del", self.name)


class Phoenix(Plain):
    def __del__(self):
        say("rise", self.name)
        ashes.append(self)


class Egg(Slotted):
    """Comes back into what it holds."""

    __slots__ = ()

    def __del__(self):
        say("hatch", self.name)
        put(getattr(self, "left", None), self)


class Saboteur(Slotted):
    __slots__ = ()

    def __del__(self):
        say("cut", self.name)
        links.clear()


class Raising(Slotted):
    __slots__ = ()

    def __del__(self):
        say("raise", self.name)
        raise ValueError(self.name)


class Watching(Slotted):
    """Sees at its end which of its neighbours are still there."""

    __slots__ = ("weak",)

    def __init__(self, name):
        self.name = name
        self.weak = weakref.ref(self)

    def __del__(self):
        say("last", self.name, hasattr(self, "left"), self.weak() is None)


class Guarded(Plain):
    """Keeps its item behind a property."""

    @property
    def item(self):
        return self.__dict__.get("kept")

    @item.setter
    def item(self, value):
        self.__dict__["kept"] = value

    @item.deleter
    def item(self):
        self.__dict__.pop("kept", None)


@dataclass(slots=True, weakref_slot=True, eq=False)
class Record:
    name: str
    left: object = None
    items: list = field(default_factory=list)

    def __del__(self):
        say("del", self.name)


class MyList(list):
    __slots__ = ("__weakref__",)


class MyDict(dict):
    __slots__ = ("__weakref__",)


class MyRef(weakref.ref):
    __slots__ = ()


ashes = []
links = []
weak = []
values_by_name = weakref.WeakValueDictionary()
names_by_key = weakref.WeakKeyDictionary()
members = weakref.WeakSet()
node_types = (Plain, Slotted, Bare, Record)


def called(reference):
    say("callback", reference() is None)


def resurrecting(value):
    """A callback that holds another object until it has run."""
    def callback(reference, kept=[value]):
        say("callback holds", len(kept))
        kept.clear()
    return callback


def failing(reference):
    say("failing callback")
    raise KeyError("in a callback")


def watch(value, callback=None, kind=weakref.ref):
    try:
        weak.append(kind(value, callback) if callback else kind(value))
    except TypeError as error:
        say(error)


def enter_weak(value):
    try:
        values_by_name[len(values_by_name)] = value
        names_by_key[value] = len(names_by_key)
        members.add(value)
    except TypeError as error:
        say(error)


def finalize(value, name):
    try:
        weakref.finalize(value, say, "finalize", name)
    except TypeError as error:
        say(error)


def put(holder, value):
    try:
        if isinstance(holder, (list, collections.deque)):
            holder.append(value)
        elif isinstance(holder, dict):
            holder[len(holder)] = value
        elif isinstance(holder, set):
            holder.add(value)
        elif isinstance(holder, Guarded):
            holder.item = value
        elif isinstance(holder, Plain):
            holder.__dict__["a%d" % len(holder.__dict__)] = value
        elif isinstance(holder, Slotted) and hasattr(holder, "left"):
            holder.right = value
        elif isinstance(holder, node_types):
            holder.left = value
        elif isinstance(holder, BaseException):
            holder.args = (*holder.args, value)
    except (TypeError, RecursionError) as error:
        say(type(error).__name__)


def take(holder):
    if isinstance(holder, (list, collections.deque)) and holder:
        return holder.pop()
    if isinstance(holder, dict) and holder:
        return holder.popitem()[1]
    if isinstance(holder, Guarded):
        value = holder.item
        del holder.item
        return value
    if isinstance(holder, Plain) and len(holder.__dict__) > 1:
        return holder.__dict__.popitem()[1]
    if isinstance(holder, Slotted) and hasattr(holder, "left"):
        value = holder.left
        del holder.left
        return value
    return None


def closure(value):
    def inner():
        return value
    return inner


def recursive(value):
    """A function that holds itself, and the value, through its cells."""
    def inner(depth):
        return value if depth == 0 else inner(depth - 1)
    return inner


def suspended(value):
    try:
        yield 1
        yield value
    finally:
        say("closed")


def started(value):
    generator = suspended(value)
    next(generator)
    return generator


def delegating(value):
    def outer():
        yield from started(value)
    generator = outer()
    next(generator)
    return generator


def raised(value):
    try:
        raise ValueError(value)
    except ValueError as error:
        return error


def framed(value):
    """An exception whose traceback holds the frame that holds the value, and the exception itself."""
    local = [value]
    try:
        raise IndexError(local)  # python3 makes an exception of its own later than its traceback
    except IndexError as error:
        kept = error
    return kept


def chained(first, second):
    try:
        try:
            raise KeyError(first)
        except KeyError as error:
            raise ValueError(second) from error
    except ValueError as error:
        return error


@contextmanager
def holding(value):
    try:
        yield value
    finally:
        say("left")


@functools.lru_cache(maxsize=None)  # in a bounded one python3 holds the results beside its dict
def cached(value):
    return [value]


def remember(value):
    try:
        return cached(value)
    except TypeError as error:
        say(error)


def copied(value, function):
    try:
        return function(value)
    except (TypeError, RecursionError) as error:
        say(type(error).__name__)


def in_thread(function, *arguments):
    results = []
    thread = threading.Thread(target=lambda: results.append(function(*arguments)))
    thread.start()
    thread.join()
    del thread
    return results.pop() if results else None


def by_itself(*kept):
    """Collections that come by themselves: what they do is told in sorted order."""
    global log
    log = []
    gc.enable()
    gc.set_threshold(7, 2, 2)
    young = [[number] for number in range(300)]
    gc.disable()
    gc.set_threshold(700, 10, 10)
    del young
    gc.collect()
    told, log = sorted(log), None
    print("by itself", told)


def kinds(values):
    return sorted(type(value).__name__ for value in values
                  if type(value).__name__ not in ("frame", "cell", "module", "builtin_function_or_method"))


def walk(value):
    """Everything that is reached through the known containers, counted by type."""
    seen, stack = {}, [value]
    while stack:
        at = stack.pop()
        if id(at) in seen or not isinstance(at, (list, tuple, dict, set, frozenset, collections.deque, *node_types)):
            continue
        seen[id(at)] = at
        stack.extend(gc.get_referents(at))
    return sorted(collections.Counter(type(at).__name__ for at in seen.values()).items())


def is_plain(value):
    """Nothing but containers, nodes and atoms is reached: such a thing has a deep copy."""
    seen, stack = set(), [value]
    while stack:
        at = stack.pop()
        if id(at) in seen or isinstance(at, (type, str, int, float, type(None))):
            continue
        if not isinstance(at, (list, tuple, dict, set, collections.deque, *node_types)):
            return False
        seen.add(id(at))
        stack.extend(gc.get_referents(at))
    return True


def is_node(value):
    return isinstance(value, (list, dict, set, collections.deque, *node_types))
