"""Functions that take or make functions. reduce, partial and the cache are written in C (_functools)."""

from _functools import _lru_cache_wrapper, partial, reduce
from collections import namedtuple
from types import GenericAlias

__all__ = ["update_wrapper", "wraps", "WRAPPER_ASSIGNMENTS", "WRAPPER_UPDATES", "total_ordering", "cache",
           "cmp_to_key", "lru_cache", "reduce", "partial", "partialmethod", "singledispatch",
           "singledispatchmethod", "cached_property"]

WRAPPER_ASSIGNMENTS = ("__module__", "__name__", "__qualname__", "__doc__", "__annotations__")
WRAPPER_UPDATES = ("__dict__",)


def update_wrapper(wrapper, wrapped, assigned=WRAPPER_ASSIGNMENTS, updated=WRAPPER_UPDATES):
    """Makes a wrapper look like the function it wraps."""
    for name in assigned:
        try:
            value = getattr(wrapped, name)
        except AttributeError:
            pass
        else:
            setattr(wrapper, name, value)
    for name in updated:
        getattr(wrapper, name).update(getattr(wrapped, name, {}))
    wrapper.__wrapped__ = wrapped
    return wrapper


def wraps(wrapped, assigned=WRAPPER_ASSIGNMENTS, updated=WRAPPER_UPDATES):
    """Decorator that applies update_wrapper to a wrapper function."""
    return partial(update_wrapper, wrapped=wrapped, assigned=assigned, updated=updated)


# --- total_ordering ---------------------------------------------------------------------------------

def _from_lt_gt(self, other):
    result = type(self).__lt__(self, other)
    return result if result is NotImplemented else not result and self != other


def _from_lt_le(self, other):
    result = type(self).__lt__(self, other)
    return result if result is NotImplemented else result or self == other


def _from_lt_ge(self, other):
    result = type(self).__lt__(self, other)
    return result if result is NotImplemented else not result


def _from_le_ge(self, other):
    result = type(self).__le__(self, other)
    return result if result is NotImplemented else not result or self == other


def _from_le_lt(self, other):
    result = type(self).__le__(self, other)
    return result if result is NotImplemented else result and self != other


def _from_le_gt(self, other):
    result = type(self).__le__(self, other)
    return result if result is NotImplemented else not result


def _from_gt_lt(self, other):
    result = type(self).__gt__(self, other)
    return result if result is NotImplemented else not result and self != other


def _from_gt_ge(self, other):
    result = type(self).__gt__(self, other)
    return result if result is NotImplemented else result or self == other


def _from_gt_le(self, other):
    result = type(self).__gt__(self, other)
    return result if result is NotImplemented else not result


def _from_ge_le(self, other):
    result = type(self).__ge__(self, other)
    return result if result is NotImplemented else not result or self == other


def _from_ge_gt(self, other):
    result = type(self).__ge__(self, other)
    return result if result is NotImplemented else result and self != other


def _from_ge_lt(self, other):
    result = type(self).__ge__(self, other)
    return result if result is NotImplemented else not result


_COMPLETIONS = {
    "__lt__": [("__gt__", _from_lt_gt), ("__le__", _from_lt_le), ("__ge__", _from_lt_ge)],
    "__le__": [("__ge__", _from_le_ge), ("__lt__", _from_le_lt), ("__gt__", _from_le_gt)],
    "__gt__": [("__lt__", _from_gt_lt), ("__ge__", _from_gt_ge), ("__le__", _from_gt_le)],
    "__ge__": [("__le__", _from_ge_le), ("__gt__", _from_ge_gt), ("__lt__", _from_ge_lt)],
}


def total_ordering(cls):
    """Class decorator: the comparisons that the class leaves out follow from the one it has."""
    defined = {name for name in _COMPLETIONS if getattr(cls, name, None) is not getattr(object, name, None)}
    if not defined:
        raise ValueError("must define at least one ordering operation: < > <= >=")
    for name, function in _COMPLETIONS[max(defined)]:
        if name not in defined:
            function.__name__ = name
            setattr(cls, name, function)
    return cls


# --- comparison functions ---------------------------------------------------------------------------

class _Key:
    __slots__ = ["obj", "_compare"]
    __hash__ = None

    def __init__(self, obj, compare):
        self.obj = obj
        self._compare = compare

    def __lt__(self, other):
        return self._compare(self.obj, other.obj) < 0

    def __gt__(self, other):
        return self._compare(self.obj, other.obj) > 0

    def __eq__(self, other):
        return self._compare(self.obj, other.obj) == 0

    def __le__(self, other):
        return self._compare(self.obj, other.obj) <= 0

    def __ge__(self, other):
        return self._compare(self.obj, other.obj) >= 0


def cmp_to_key(mycmp):
    """A key function for sorting from a function that compares two values."""
    return lambda obj: _Key(obj, mycmp)


# --- caches -----------------------------------------------------------------------------------------

_CacheInfo = namedtuple("CacheInfo", ["hits", "misses", "maxsize", "currsize"])


def lru_cache(maxsize=128, typed=False):
    """Decorator that keeps the results of the last `maxsize` different calls; None: of all."""
    if isinstance(maxsize, int):
        maxsize = max(maxsize, 0)
    elif callable(maxsize) and isinstance(typed, bool):
        user_function, maxsize = maxsize, 128
        return _make_cached(user_function, maxsize, typed)
    elif maxsize is not None:
        raise TypeError("Expected first argument to be an integer, a callable, or None")

    def decorate(user_function):
        return _make_cached(user_function, maxsize, typed)

    return decorate


def _make_cached(user_function, maxsize, typed):
    wrapper = _lru_cache_wrapper(user_function, maxsize, typed, _CacheInfo)
    wrapper.cache_parameters = lambda: {"maxsize": maxsize, "typed": typed}
    return update_wrapper(wrapper, user_function)


def cache(user_function, /):
    """Decorator that keeps the results of all different calls."""
    return lru_cache(maxsize=None)(user_function)


_ABSENT = object()


class cached_property:
    """A method that is called once; its result becomes an attribute of the instance."""

    def __init__(self, func):
        self.func = func
        self.attrname = None
        self.__doc__ = func.__doc__

    def __set_name__(self, owner, name):
        if self.attrname is None:
            self.attrname = name
        elif name != self.attrname:
            raise TypeError("Cannot assign the same cached_property to two different names "
                            f"({self.attrname!r} and {name!r}).")

    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        if self.attrname is None:
            raise TypeError("Cannot use cached_property instance without calling __set_name__ on it.")
        try:
            namespace = instance.__dict__
        except AttributeError:
            raise TypeError(f"No '__dict__' attribute on {type(instance).__name__!r} "
                            f"instance to cache {self.attrname!r} property.") from None
        value = namespace.get(self.attrname, _ABSENT)
        if value is _ABSENT:
            value = self.func(instance)
            try:
                namespace[self.attrname] = value
            except TypeError:
                raise TypeError(f"The '__dict__' attribute on {type(instance).__name__!r} instance "
                                f"does not support item assignment for caching {self.attrname!r} "
                                "property.") from None
        return value

    __class_getitem__ = classmethod(GenericAlias)


class partialmethod:
    """partial for methods: the instance goes first."""

    def __init__(self, func, /, *args, **keywords):
        if not callable(func) and not hasattr(func, "__get__"):
            raise TypeError(f"{func!r} is not callable or a descriptor")
        if isinstance(func, partialmethod):
            self.func = func.func
            self.args = func.args + args
            self.keywords = {**func.keywords, **keywords}
        else:
            self.func = func
            self.args = args
            self.keywords = keywords

    def _make_unbound_method(self):
        def _method(cls_or_self, /, *args, **keywords):
            return self.func(cls_or_self, *self.args, *args, **{**self.keywords, **keywords})

        _method._partialmethod = self
        return _method

    def __get__(self, obj, cls=None):
        get = getattr(self.func, "__get__", None)
        if get is not None:
            new_func = get(obj, cls)
            if new_func is not self.func:
                result = partial(new_func, *self.args, **self.keywords)
                try:
                    result.__self__ = new_func.__self__
                except AttributeError:
                    pass
                return result
        return self._make_unbound_method().__get__(obj, cls)


# --- dispatch by type -------------------------------------------------------------------------------

def _find_implementation(cls, registry):
    """The implementation for the nearest class: by the order of resolution, then abstract classes."""
    for base in cls.__mro__:
        if base in registry and base is not object:
            return registry[base]
    for candidate in registry:
        if candidate is not object and issubclass(cls, candidate):
            return registry[candidate]
    return registry[object]


def singledispatch(func):
    """A function whose implementation is chosen by the class of its first argument."""
    registry = {object: func}
    found = {}

    def dispatch(cls):
        """The implementation for a class."""
        if cls not in found:
            found[cls] = _find_implementation(cls, registry)
        return found[cls]

    def register(cls, func=None):
        """Decorator that adds an implementation for a class."""
        if func is None:
            if isinstance(cls, type):
                return lambda f: register(cls, f)
            func = cls
            if not getattr(func, "__annotations__", None):
                raise TypeError(f"Invalid first argument to `register()`: {cls!r}. "
                                "Use either `@register(some_class)` or plain `@register` on an annotated "
                                "function.")
            cls = next(iter(func.__annotations__.values()))
        registry[cls] = func
        found.clear()
        return func

    def wrapper(*args, **kw):
        if not args:
            raise TypeError(f"{name} requires at least 1 positional argument")
        return dispatch(args[0].__class__)(*args, **kw)

    name = getattr(func, "__name__", "singledispatch function")
    wrapper.register = register
    wrapper.dispatch = dispatch
    wrapper.registry = registry
    wrapper._clear_cache = found.clear
    update_wrapper(wrapper, func)
    return wrapper


class singledispatchmethod:
    """singledispatch for methods: by the class of the argument behind the instance."""

    def __init__(self, func):
        if not callable(func) and not hasattr(func, "__get__"):
            raise TypeError(f"{func!r} is not callable or a descriptor")
        self.dispatcher = singledispatch(func)
        self.func = func

    def register(self, cls, method=None):
        return self.dispatcher.register(cls, func=method)

    def __get__(self, obj, cls=None):
        def _method(*args, **kwargs):
            method = self.dispatcher.dispatch(args[0].__class__)
            return method.__get__(obj, cls)(*args, **kwargs)

        _method.register = self.register
        update_wrapper(_method, self.func)
        return _method
