"""What the collector tracks."""
import gc


class Empty:
    __slots__ = ()


class Slots:
    __slots__ = ("a",)


class Plain:
    pass


for value in (1, 1.5, "s", b"b", None, True, [], [1], set(), frozenset([1]), Slots(), Plain(), Plain, print, lambda: 0,
              [].append, (x for x in ()), iter([]), gc, slice(1), range(3), type, object(), Ellipsis, bytearray(b"x")):
    print(type(value).__name__, gc.is_tracked(value))
t = tuple([1, "a", None])
print(gc.is_tracked(t))
gc.collect()
print(gc.is_tracked(t), gc.is_tracked((1, 2, 3)))
u = ([], 1)
gc.collect()
print(gc.is_tracked(u), gc.is_tracked(()))
nested = tuple([tuple([1, 2]), "x"])
gc.collect()
gc.collect()
print(gc.is_tracked(nested), gc.is_tracked(nested[0]))
