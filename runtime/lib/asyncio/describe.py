"""How futures, tasks and callbacks are written in messages."""

import functools
import types


def source_of(function):
    """File and line of a Python function; None of another callable."""
    while isinstance(function, functools.partial):
        function = function.func
    function = getattr(function, "__wrapped__", function)
    code = getattr(function, "__code__", None)
    return (code.co_filename, code.co_firstlineno) if isinstance(code, types.CodeType) else None


def callback(function, arguments=()):
    """`name(arguments) at file:line`"""
    text = _call(function, arguments, {}, "")
    source = source_of(function)
    return f"{text} at {source[0]}:{source[1]}" if source else text


def _call(function, arguments, keywords, suffix):
    parts = [repr(each) for each in arguments] + [f"{name}={value!r}" for name, value in keywords.items()]
    suffix = f"({', '.join(parts)}){suffix}"
    if isinstance(function, functools.partial):
        return _call(function.func, function.args, function.keywords, suffix)
    name = getattr(function, "__qualname__", None) or getattr(function, "__name__", None)
    return (name or repr(function)) + suffix


def callbacks(pairs):
    """cb=[…] of a future: the first and the last."""
    texts = [callback(pairs[0][0])]
    if len(pairs) > 2:
        texts.append(f"<{len(pairs) - 2} more>")
    if len(pairs) > 1:
        texts.append(callback(pairs[-1][0]))
    return f"cb=[{', '.join(texts)}]"


def coroutine(coro):
    """`name() running at file:line`, or where it is defined."""
    name = (getattr(coro, "__qualname__", None) or getattr(coro, "__name__", None)
            or f"<{type(coro).__name__} without __name__>") + "()"
    code = getattr(coro, "cr_code", None) or getattr(coro, "gi_code", None)
    if code is None:
        return name
    frame = getattr(coro, "cr_frame", None) or getattr(coro, "gi_frame", None)
    if frame is not None:
        return f"{name} running at {code.co_filename}:{frame.f_lineno}"
    return f"{name} done, defined at {code.co_filename}:{code.co_firstlineno}"
