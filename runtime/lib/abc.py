"""Abstract base classes: methods that a subclass must define, and virtual subclasses."""

from _weakref import ref

__all__ = ["ABC", "ABCMeta", "abstractmethod", "abstractproperty", "abstractclassmethod", "abstractstaticmethod"]


def abstractmethod(funcobj):
    funcobj.__isabstractmethod__ = True
    return funcobj


class abstractclassmethod(classmethod):
    __isabstractmethod__ = True

    def __init__(self, callable):
        callable.__isabstractmethod__ = True
        super().__init__(callable)


class abstractstaticmethod(staticmethod):
    __isabstractmethod__ = True

    def __init__(self, callable):
        callable.__isabstractmethod__ = True
        super().__init__(callable)


class abstractproperty(property):
    __isabstractmethod__ = True


_registrations = 0  # how many there were: what was no subclass before may be one since


class ABCMeta(type):
    """What a class answered once is remembered: weak references to its subclasses, and to classes that are none
    as long as nothing is registered."""

    def __new__(mcls, name, bases, namespace, /, **kwargs):
        cls = super().__new__(mcls, name, bases, namespace, **kwargs)
        abstracts = {
            name for name, value in namespace.items() if getattr(value, "__isabstractmethod__", False)
        }
        for base in bases:
            for name in getattr(base, "__abstractmethods__", ()):
                if getattr(getattr(cls, name, None), "__isabstractmethod__", False):
                    abstracts.add(name)
        cls.__abstractmethods__ = frozenset(abstracts)
        cls._abc_registry = []
        cls._abc_cache = set()
        cls._abc_negative_cache = set()
        cls._abc_negative_cache_version = _registrations
        return cls

    def register(cls, subclass):
        """Makes `subclass` a virtual subclass. Also a decorator."""
        if not isinstance(subclass, type):
            raise TypeError("Can only register classes")
        if not issubclass(subclass, cls):
            global _registrations
            cls._abc_registry.append(subclass)
            _registrations += 1
            if hasattr(cls, "__abc_tpflags__"):
                try:
                    subclass.__abc_tpflags__ = cls.__abc_tpflags__
                except TypeError:
                    pass  # a built-in type knows itself
        return subclass

    def __instancecheck__(cls, instance):
        subclass = instance.__class__
        kind = type(instance)
        if subclass is kind:
            known = ref(kind)
            if known in cls._abc_cache:
                return True
            if cls._abc_negative_cache_version == _registrations and known in cls._abc_negative_cache:
                return False
            return cls.__subclasscheck__(kind)
        return cls.__subclasscheck__(kind) or cls.__subclasscheck__(subclass)

    def __subclasscheck__(cls, subclass):
        if not isinstance(subclass, type):
            raise TypeError("issubclass() arg 1 must be a class")
        known = ref(subclass)
        if known in cls._abc_cache:
            return True
        if cls._abc_negative_cache_version != _registrations:
            cls._abc_negative_cache.clear()
            cls._abc_negative_cache_version = _registrations
        elif known in cls._abc_negative_cache:
            return False
        answer = cls._abc_is_subclass(subclass)
        cache = cls._abc_cache if answer else cls._abc_negative_cache
        cache.add(ref(subclass, cache.discard))
        return answer

    def _abc_is_subclass(cls, subclass):
        answer = cls.__subclasshook__(subclass)
        if answer is not NotImplemented:
            return bool(answer)
        if cls in subclass.__mro__:
            return True
        for registered in cls.__dict__.get("_abc_registry", ()):
            if issubclass(subclass, registered):
                return True
        for derived in cls.__subclasses__():
            if issubclass(subclass, derived):
                return True
        return False


class ABC(metaclass=ABCMeta):
    __slots__ = ()
