"""Weak references: containers that do not keep their content alive, and finalizers."""

import _weakref
from _weakref import (
    CallableProxyType,
    ProxyType,
    ReferenceType,
    getweakrefcount,
    getweakrefs,
    proxy,
    ref,
)

ProxyTypes = (ProxyType, CallableProxyType)

__all__ = [
    "ref", "proxy", "getweakrefcount", "getweakrefs", "WeakKeyDictionary", "ReferenceType",
    "ProxyType", "CallableProxyType", "ProxyTypes", "WeakValueDictionary", "WeakSet", "WeakMethod",
    "finalize",
]


class _Iterating:
    """While one is entered, entries whose object dies stay in the table and are removed later."""

    __slots__ = ("container",)

    def __init__(self, container):
        self.container = ref(container)

    def __enter__(self):
        container = self.container()
        if container is not None:
            container._iterating.add(self)
        return self

    def __exit__(self, kind, value, traceback):
        container = self.container()
        if container is not None:
            container._iterating.discard(self)
            if not container._iterating:
                container._commit_removals()


class WeakMethod(ref):
    """A weak reference to a bound method, which lives as long as its object and its function do."""

    __slots__ = "_func_ref", "_meth_type", "_alive", "__weakref__"

    def __new__(cls, meth, callback=None):
        try:
            owner = meth.__self__
            function = meth.__func__
        except AttributeError:
            raise TypeError(
                "argument should be a bound method, not {}".format(type(meth))
            ) from None

        def died(reference):
            self = self_reference()
            if self._alive:
                self._alive = False
                if callback is not None:
                    callback(self)

        self = ref.__new__(cls, owner, died)
        self._func_ref = ref(function, died)
        self._meth_type = type(meth)
        self._alive = True
        self_reference = ref(self)
        return self

    def __init__(self, meth, callback=None):
        pass

    def __call__(self):
        owner = super().__call__()
        function = self._func_ref()
        if owner is None or function is None:
            return None
        return self._meth_type(function, owner)

    def __eq__(self, other):
        if isinstance(other, WeakMethod):
            if not self._alive or not other._alive:
                return self is other
            return ref.__eq__(self, other) and self._func_ref == other._func_ref
        return NotImplemented

    def __ne__(self, other):
        if isinstance(other, WeakMethod):
            return not self == other
        return NotImplemented

    __hash__ = ref.__hash__


class KeyedRef(ref):
    """A weak reference that knows the key under which its object is stored."""

    __slots__ = ("key",)

    def __new__(cls, value, callback, key):
        self = ref.__new__(cls, value, callback)
        self.key = key
        return self

    def __init__(self, value, callback, key):
        super().__init__(value, callback)


class WeakValueDictionary:
    """A dict whose entries go when nothing else holds their value."""

    def __init__(self, other=(), /, **entries):
        def remove(wr, self_reference=ref(self)):
            self = self_reference()
            if self is not None:
                if self._iterating:
                    self._pending_removals.append(wr.key)
                elif self.data.get(wr.key) is wr:
                    del self.data[wr.key]

        self._remove = remove
        self._pending_removals = []
        self._iterating = set()
        self.data = {}
        self.update(other, **entries)

    def _commit_removals(self):
        while self._pending_removals:
            key = self._pending_removals.pop()
            reference = self.data.get(key)
            if reference is not None and reference() is None:
                del self.data[key]

    def __getitem__(self, key):
        if self._pending_removals:
            self._commit_removals()
        value = self.data[key]()
        if value is None:
            raise KeyError(key)
        return value

    def __delitem__(self, key):
        if self._pending_removals:
            self._commit_removals()
        del self.data[key]

    def __len__(self):
        if self._pending_removals:
            self._commit_removals()
        return len(self.data) - len(self._pending_removals)

    def __contains__(self, key):
        if self._pending_removals:
            self._commit_removals()
        reference = self.data.get(key)
        return reference is not None and reference() is not None

    def __repr__(self):
        return "<%s at %#x>" % (self.__class__.__name__, id(self))

    def __setitem__(self, key, value):
        if self._pending_removals:
            self._commit_removals()
        self.data[key] = KeyedRef(value, self._remove, key)

    def copy(self):
        twin = WeakValueDictionary()
        for key, value in self.items():
            twin[key] = value
        return twin

    __copy__ = copy

    def __deepcopy__(self, memo):
        from copy import deepcopy

        twin = self.__class__()
        for key, value in self.items():
            twin[deepcopy(key, memo)] = value
        return twin

    def get(self, key, default=None):
        if self._pending_removals:
            self._commit_removals()
        reference = self.data.get(key)
        value = reference() if reference is not None else None
        return default if value is None else value

    def items(self):
        if self._pending_removals:
            self._commit_removals()
        with _Iterating(self):
            for key, reference in self.data.items():
                value = reference()
                if value is not None:
                    yield key, value

    def keys(self):
        if self._pending_removals:
            self._commit_removals()
        with _Iterating(self):
            for key, reference in self.data.items():
                if reference() is not None:
                    yield key

    __iter__ = keys

    def values(self):
        if self._pending_removals:
            self._commit_removals()
        with _Iterating(self):
            for reference in self.data.values():
                value = reference()
                if value is not None:
                    yield value

    def valuerefs(self):
        """The weak references themselves: a list."""
        if self._pending_removals:
            self._commit_removals()
        return list(self.data.values())

    def itervaluerefs(self):
        if self._pending_removals:
            self._commit_removals()
        with _Iterating(self):
            yield from self.data.values()

    def popitem(self):
        if self._pending_removals:
            self._commit_removals()
        while True:
            key, reference = self.data.popitem()
            value = reference()
            if value is not None:
                return key, value

    def pop(self, key, *args):
        if self._pending_removals:
            self._commit_removals()
        try:
            value = self.data.pop(key)()
        except KeyError:
            value = None
        if value is None:
            if args:
                return args[0]
            raise KeyError(key)
        return value

    def setdefault(self, key, default=None):
        value = self.get(key)
        if value is None:
            self[key] = default
            return default
        return value

    def update(self, other=None, /, **entries):
        if self._pending_removals:
            self._commit_removals()
        if other is not None:
            for key, value in other.items() if hasattr(other, "items") else other:
                self[key] = value
        for key, value in entries.items():
            self[key] = value

    def clear(self):
        while True:
            try:
                self.popitem()
            except KeyError:
                return

    def __eq__(self, other):
        if not hasattr(other, "items"):
            return NotImplemented
        return dict(self.items()) == dict(other.items())

    __hash__ = None

    def __or__(self, other):
        if not hasattr(other, "items"):
            return NotImplemented
        twin = self.copy()
        twin.update(other)
        return twin

    def __ror__(self, other):
        if not hasattr(other, "items"):
            return NotImplemented
        twin = self.__class__()
        twin.update(other)
        twin.update(self)
        return twin

    def __ior__(self, other):
        self.update(other)
        return self


class WeakKeyDictionary:
    """A dict whose entries go when nothing else holds their key."""

    def __init__(self, dict=None):
        self.data = {}

        def remove(key, self_reference=ref(self)):
            self = self_reference()
            if self is not None:
                if self._iterating:
                    self._pending_removals.append(key)
                else:
                    self.data.pop(key, None)

        self._remove = remove
        self._pending_removals = []
        self._iterating = set()
        self._dirty_len = False
        if dict is not None:
            self.update(dict)

    def _commit_removals(self):
        while self._pending_removals:
            self.data.pop(self._pending_removals.pop(), None)

    def __delitem__(self, key):
        del self.data[ref(key)]

    def __getitem__(self, key):
        return self.data[ref(key)]

    def __len__(self):
        return sum(1 for reference in self.data if reference() is not None) if self._pending_removals else len(self.data)

    def __repr__(self):
        return "<%s at %#x>" % (self.__class__.__name__, id(self))

    def __setitem__(self, key, value):
        self.data[ref(key, self._remove)] = value

    def copy(self):
        twin = WeakKeyDictionary()
        for key, value in self.items():
            twin[key] = value
        return twin

    __copy__ = copy

    def __deepcopy__(self, memo):
        from copy import deepcopy

        twin = self.__class__()
        for key, value in self.items():
            twin[key] = deepcopy(value, memo)
        return twin

    def get(self, key, default=None):
        return self.data.get(ref(key), default)

    def __contains__(self, key):
        try:
            reference = ref(key)
        except TypeError:
            return False
        return reference in self.data

    def items(self):
        with _Iterating(self):
            for reference, value in self.data.items():
                key = reference()
                if key is not None:
                    yield key, value

    def keys(self):
        with _Iterating(self):
            for reference in self.data:
                key = reference()
                if key is not None:
                    yield key

    __iter__ = keys

    def values(self):
        with _Iterating(self):
            for reference, value in self.data.items():
                if reference() is not None:
                    yield value

    def keyrefs(self):
        """The weak references themselves: a list."""
        return list(self.data)

    def popitem(self):
        while True:
            reference, value = self.data.popitem()
            key = reference()
            if key is not None:
                return key, value

    def pop(self, key, *args):
        return self.data.pop(ref(key), *args)

    def setdefault(self, key, default=None):
        return self.data.setdefault(ref(key, self._remove), default)

    def update(self, dict=None, /, **entries):
        if dict is not None:
            for key, value in dict.items() if hasattr(dict, "items") else dict:
                self[key] = value
        for key, value in entries.items():
            self[key] = value

    def clear(self):
        while True:
            try:
                self.popitem()
            except KeyError:
                return

    def __eq__(self, other):
        if not hasattr(other, "items"):
            return NotImplemented
        return dict(self.items()) == dict(other.items())

    __hash__ = None

    def __or__(self, other):
        if not hasattr(other, "items"):
            return NotImplemented
        twin = self.copy()
        twin.update(other)
        return twin

    def __ior__(self, other):
        self.update(other)
        return self


class WeakSet:
    """A set whose elements go when nothing else holds them."""

    def __init__(self, data=None):
        self.data = set()

        def remove(item, self_reference=ref(self)):
            self = self_reference()
            if self is not None:
                if self._iterating:
                    self._pending_removals.append(item)
                else:
                    self.data.discard(item)

        self._remove = remove
        self._pending_removals = []
        self._iterating = set()
        if data is not None:
            self.update(data)

    def _commit_removals(self):
        while self._pending_removals:
            self.data.discard(self._pending_removals.pop())

    def __iter__(self):
        with _Iterating(self):
            for reference in self.data:
                item = reference()
                if item is not None:
                    yield item

    def __len__(self):
        return len(self.data) - len(self._pending_removals)

    def __contains__(self, item):
        try:
            reference = ref(item)
        except TypeError:
            return False
        return reference in self.data

    def __reduce__(self):
        return self.__class__, (list(self),)

    def add(self, item):
        if self._pending_removals:
            self._commit_removals()
        self.data.add(ref(item, self._remove))

    def clear(self):
        if self._pending_removals:
            self._commit_removals()
        self.data.clear()

    def copy(self):
        return self.__class__(self)

    def pop(self):
        if self._pending_removals:
            self._commit_removals()
        while True:
            try:
                reference = self.data.pop()
            except KeyError:
                raise KeyError("pop from empty WeakSet") from None
            item = reference()
            if item is not None:
                return item

    def remove(self, item):
        if self._pending_removals:
            self._commit_removals()
        self.data.remove(ref(item))

    def discard(self, item):
        if self._pending_removals:
            self._commit_removals()
        self.data.discard(ref(item))

    def update(self, other):
        if self._pending_removals:
            self._commit_removals()
        for item in other:
            self.add(item)

    def __ior__(self, other):
        self.update(other)
        return self

    def difference(self, other):
        twin = self.copy()
        twin.difference_update(other)
        return twin

    __sub__ = difference

    def difference_update(self, other):
        if self._pending_removals:
            self._commit_removals()
        if self is other:
            self.data.clear()
        else:
            self.data.difference_update(ref(item) for item in other)

    def __isub__(self, other):
        self.difference_update(other)
        return self

    def intersection(self, other):
        return self.__class__(item for item in other if item in self)

    __and__ = intersection

    def intersection_update(self, other):
        if self._pending_removals:
            self._commit_removals()
        self.data.intersection_update(ref(item) for item in other)

    def __iand__(self, other):
        self.intersection_update(other)
        return self

    def issubset(self, other):
        return self.data.issubset(ref(item) for item in other)

    __le__ = issubset

    def __lt__(self, other):
        return self.data < set(map(ref, other))

    def issuperset(self, other):
        return self.data.issuperset(ref(item) for item in other)

    __ge__ = issuperset

    def __gt__(self, other):
        return self.data > set(map(ref, other))

    def __eq__(self, other):
        if not isinstance(other, self.__class__):
            return NotImplemented
        return self.data == set(map(ref, other))

    __hash__ = None

    def symmetric_difference(self, other):
        twin = self.copy()
        twin.symmetric_difference_update(other)
        return twin

    __xor__ = symmetric_difference

    def symmetric_difference_update(self, other):
        if self._pending_removals:
            self._commit_removals()
        if self is other:
            self.data.clear()
        else:
            self.data.symmetric_difference_update(ref(item, self._remove) for item in other)

    def __ixor__(self, other):
        self.symmetric_difference_update(other)
        return self

    def union(self, other):
        return self.__class__(item for items in (self, other) for item in items)

    __or__ = union

    def isdisjoint(self, other):
        return len(self.intersection(other)) == 0

    def __repr__(self):
        return repr(self.data)


class finalize:
    """Calls a function when an object dies, or at the exit if it still lives then."""

    __slots__ = ()
    _registry = {}
    _shutdown = False
    _next_index = 0
    _registered_with_atexit = False

    class _Info:
        __slots__ = ("weakref", "func", "args", "kwargs", "atexit", "index")

    def __init__(self, obj, func, /, *args, **kwargs):
        if not self._registered_with_atexit:
            import atexit

            atexit.register(self._exitfunc)
            finalize._registered_with_atexit = True
        info = self._Info()
        info.weakref = ref(obj, self)
        info.func = func
        info.args = args
        info.kwargs = kwargs or None
        info.atexit = True
        info.index = finalize._next_index
        finalize._next_index += 1
        self._registry[self] = info

    def __call__(self, _=None):
        """Runs the function now, once; gives its result, or None where it ran or was detached."""
        info = self._registry.pop(self, None)
        if info and not self._shutdown:
            return info.func(*info.args, **(info.kwargs or {}))

    def detach(self):
        """Gives (obj, func, args, kwargs) and forgets them; None where it was dead."""
        info = self._registry.get(self)
        obj = info and info.weakref()
        if obj is not None and self._registry.pop(self, None):
            return (obj, info.func, info.args, info.kwargs or {})

    def peek(self):
        """Gives (obj, func, args, kwargs); None where it is dead."""
        info = self._registry.get(self)
        obj = info and info.weakref()
        if obj is not None:
            return (obj, info.func, info.args, info.kwargs or {})

    @property
    def alive(self):
        return self in self._registry

    @property
    def atexit(self):
        info = self._registry.get(self)
        return bool(info) and info.atexit

    @atexit.setter
    def atexit(self, value):
        info = self._registry.get(self)
        if info:
            info.atexit = bool(value)

    def __repr__(self):
        info = self._registry.get(self)
        obj = info and info.weakref()
        if obj is None:
            return "<%s object at %#x; dead>" % (type(self).__name__, id(self))
        return "<%s object at %#x; for %r at %#x>" % (
            type(self).__name__, id(self), type(obj).__name__, id(obj))

    @classmethod
    def _exitfunc(cls):
        """Runs what is left, newest first, also what is registered meanwhile."""
        import gc

        reenable_gc = gc.isenabled()
        gc.disable()
        try:
            while True:
                pending = [(info.index, finalizer) for finalizer, info in cls._registry.items() if info.atexit]
                if not pending:
                    break
                finalizer = max(pending, key=lambda entry: entry[0])[1]
                try:
                    finalizer()
                except Exception:
                    import sys

                    sys.excepthook(*sys.exc_info())
        finally:
            cls._shutdown = True
            if reenable_gc:
                gc.enable()
