"""Shallow and deep copies.

What a type says by itself comes first (__copy__, __deepcopy__), then what copyreg was told of it, then
how it is taken apart for pickling (__reduce_ex__), of which a copy is the way there and back.
"""

import types
from _weakref import ref as _ref

from copyreg import dispatch_table

__all__ = ["Error", "copy", "deepcopy"]


class Error(Exception):
    pass


error = Error

_atomic = {
    type(None), int, float, bool, str, bytes, type, range, property, type(Ellipsis), type(NotImplemented),
    types.FunctionType, types.BuiltinFunctionType, types.CodeType, _ref,
}
_immutable = {tuple, frozenset, slice}
_with_copy = {list, dict, set, bytearray}


def _reduce(x, cls):
    reductor = dispatch_table.get(cls)
    if reductor is not None:
        return reductor(x)
    reductor = getattr(x, "__reduce_ex__", None)
    if reductor is not None:
        return reductor(4)
    reductor = getattr(x, "__reduce__", None)
    if reductor is not None:
        return reductor()
    raise Error("un(deep)copyable object of type %s" % cls)


def copy(x):
    cls = type(x)
    if cls in _atomic or cls in _immutable or issubclass(cls, type):
        return x
    if cls in _with_copy:
        return cls.copy(x)
    copier = getattr(cls, "__copy__", None)
    if copier is not None:
        return copier(x)
    reduction = _reduce(x, cls)
    if isinstance(reduction, str):
        return x
    return _rebuild(x, None, *reduction)


def deepcopy(x, memo=None, _nil=[]):
    cls = type(x)
    if cls in _atomic:
        return x
    if memo is None:
        memo = {}
    key = id(x)
    known = memo.get(key, _nil)
    if known is not _nil:
        return known
    copier = _deep.get(cls)
    if copier is not None:
        twin = copier(x, memo)
    elif issubclass(cls, type):
        return x
    else:
        copier = getattr(x, "__deepcopy__", None)
        if copier is not None:
            twin = copier(memo)
        else:
            reduction = _reduce(x, cls)
            twin = x if isinstance(reduction, str) else _rebuild(x, memo, *reduction)
    if twin is not x:
        memo[key] = twin
        _keep_alive(x, memo)
    return twin


def _keep_alive(x, memo):
    """The id of x must name nothing else while memo is in use."""
    try:
        memo[id(memo)].append(x)
    except KeyError:
        memo[id(memo)] = [x]


def _deepcopy_list(x, memo):
    twin = []
    memo[id(x)] = twin
    append = twin.append
    for item in x:
        append(deepcopy(item, memo))
    return twin


def _deepcopy_dict(x, memo):
    twin = {}
    memo[id(x)] = twin
    for key, value in x.items():
        twin[deepcopy(key, memo)] = deepcopy(value, memo)
    return twin


def _deepcopy_tuple(x, memo):
    items = [deepcopy(item, memo) for item in x]
    known = memo.get(id(x))  # a cycle through x made it
    if known is not None:
        return known
    for old, new in zip(x, items):
        if old is not new:
            return tuple(items)
    return x


def _deepcopy_method(x, memo):
    return type(x)(x.__func__, deepcopy(x.__self__, memo))


_deep = {
    list: _deepcopy_list, dict: _deepcopy_dict, tuple: _deepcopy_tuple, types.MethodType: _deepcopy_method,
}


def _rebuild(x, memo, function, arguments, state=None, list_items=None, dict_items=None):
    """The object that a reduction of x makes; with a memo, from deep copies of its parts."""
    deep = memo is not None
    if deep and arguments:
        arguments = [deepcopy(argument, memo) for argument in arguments]
    twin = function(*arguments)
    if deep:
        memo[id(x)] = twin
    if state is not None:
        _fill(twin, deepcopy(state, memo) if deep else state)
    if list_items is not None:
        for item in list_items:
            twin.append(deepcopy(item, memo) if deep else item)
    if dict_items is not None:
        for key, value in dict_items:
            if deep:
                twin[deepcopy(key, memo)] = deepcopy(value, memo)
            else:
                twin[key] = value
    return twin


def _fill(twin, state):
    if hasattr(twin, "__setstate__"):
        twin.__setstate__(state)
        return
    slots = None
    if isinstance(state, tuple) and len(state) == 2:
        state, slots = state
    if state is not None:
        twin.__dict__.update(state)
    if slots is not None:
        for name, value in slots.items():
            setattr(twin, name, value)
