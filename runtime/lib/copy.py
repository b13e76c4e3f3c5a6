"""Shallow and deep copies."""

import types

__all__ = ["Error", "copy", "deepcopy"]


class Error(Exception):
    pass


error = Error

_atomic = {
    type(None), int, float, bool, str, bytes, type, range, slice, type(Ellipsis), type(NotImplemented),
    types.FunctionType, types.BuiltinFunctionType, property,
}


def _is_atomic(value):
    cls = type(value)
    return cls in _atomic or issubclass(cls, type)


def _rebuild(value):
    """An instance of value's class, made without __init__, and its state: (twin, dict or None, slots)."""
    cls = type(value)
    twin = cls.__new__(cls)
    slots = {}
    for base in cls.__mro__:
        names = base.__dict__.get("__slots__", ())
        for name in (names,) if isinstance(names, str) else names:
            if name not in ("__dict__", "__weakref__"):
                if name.startswith("__") and not name.endswith("__"):
                    name = "_" + base.__name__.lstrip("_") + name
                if hasattr(value, name):
                    slots[name] = getattr(value, name)
    return twin, getattr(value, "__dict__", None), slots


def _fill(twin, state):
    setstate = getattr(type(twin), "__setstate__", None)
    if setstate is not None:
        setstate(twin, state)
    elif isinstance(state, tuple) and len(state) == 2:
        if state[0]:
            twin.__dict__.update(state[0])
        for name, item in (state[1] or {}).items():
            setattr(twin, name, item)
    elif state:
        twin.__dict__.update(state)


def _state_of(value, dict_state, slots):
    getstate = getattr(type(value), "__getstate__", None)
    if getstate is not None and getstate is not getattr(object, "__getstate__", None):
        return getstate(value)
    return (dict_state, slots) if slots else dict_state


def copy(x):
    cls = type(x)
    if _is_atomic(x) or cls in (tuple, frozenset):
        return x
    if cls in (list, dict, set, bytearray):
        return x.copy()
    method = getattr(cls, "__copy__", None)
    if method is not None:
        return method(x)
    reduce = cls.__dict__.get("__reduce__")
    if reduce is not None:
        return _from_reduced(reduce(x))
    twin, state, slots = _rebuild(x)
    if isinstance(x, dict):
        dict.update(twin, x)
    elif isinstance(x, list):
        list.extend(twin, x)
    elif isinstance(x, set):
        set.update(twin, x)
    elif isinstance(x, (tuple, frozenset, int, float, str, bytes)):
        twin = cls.__new__(cls, *x) if hasattr(x, "_fields") else cls.__new__(cls, x)
    _fill(twin, _state_of(x, state, slots))
    return twin


def _from_reduced(reduced):
    twin = reduced[0](*reduced[1])
    if len(reduced) > 2 and reduced[2] is not None:
        _fill(twin, reduced[2])
    return twin


def deepcopy(x, memo=None):
    if _is_atomic(x):
        return x
    if memo is None:
        memo = {}
    known = memo.get(id(x), memo)
    if known is not memo:
        return known
    twin = _deepcopy_new(x, memo)
    if twin is not x:
        memo[id(x)] = twin
        memo.setdefault(id(memo), []).append(x)  # keeps x alive, so that its id is not used again
    return twin


def _deepcopy_new(x, memo):
    cls = type(x)
    method = getattr(cls, "__deepcopy__", None)
    if method is not None:
        return method(x, memo)
    if cls is list:
        twin = []
        memo[id(x)] = twin
        for item in x:
            twin.append(deepcopy(item, memo))
        return twin
    if cls is dict:
        twin = {}
        memo[id(x)] = twin
        for key, value in x.items():
            twin[deepcopy(key, memo)] = deepcopy(value, memo)
        return twin
    if cls is tuple:
        items = [deepcopy(item, memo) for item in x]
        if id(x) in memo:
            return memo[id(x)]
        for old, new in zip(x, items):
            if old is not new:
                return tuple(items)
        return x
    if cls is set or cls is frozenset:
        return cls([deepcopy(item, memo) for item in x])
    if cls is bytearray:
        return x.copy()
    if cls is types.MethodType:
        return cls(x.__func__, deepcopy(x.__self__, memo))
    reduce = cls.__dict__.get("__reduce__")
    if reduce is not None:
        reduced = reduce(x)
        twin = reduced[0](*deepcopy(reduced[1], memo))
        memo[id(x)] = twin
        if len(reduced) > 2 and reduced[2] is not None:
            _fill(twin, deepcopy(reduced[2], memo))
        return twin
    if isinstance(x, (tuple, frozenset, int, float, str, bytes)):
        if hasattr(x, "_fields"):
            return cls.__new__(cls, *[deepcopy(item, memo) for item in x])
        twin = cls.__new__(cls, deepcopy(list(x), memo) if isinstance(x, (tuple, frozenset)) else x)
        state, slots = getattr(x, "__dict__", None), {}
    else:
        twin, state, slots = _rebuild(x)
        memo[id(x)] = twin
        if isinstance(x, dict):
            for key, value in x.items():
                dict.__setitem__(twin, deepcopy(key, memo), deepcopy(value, memo))
        elif isinstance(x, list):
            for item in x:
                list.append(twin, deepcopy(item, memo))
        elif isinstance(x, set):
            set.update(twin, [deepcopy(item, memo) for item in x])
    _fill(twin, deepcopy(_state_of(x, state, slots), memo))
    return twin
