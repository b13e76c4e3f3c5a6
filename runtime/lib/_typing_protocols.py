"""Part of typing: protocols, which are classes that what has their members is an instance of."""

from abc import ABCMeta, abstractmethod

from _typing_aliases import Generic
from _typing_variables import TypeVar, _plain

__name__ = "typing"  # as the program knows what is defined here


class _ProtocolMeta(ABCMeta):
    """Classes that derive from Protocol itself are protocols: what has their members is an instance."""

    def __new__(mcls, name, bases, namespace, /, **kwargs):
        cls = super().__new__(mcls, name, bases, namespace, **kwargs)
        cls._is_protocol = any(base is globals().get("Protocol") for base in bases)
        if cls._is_protocol:
            cls._is_runtime_protocol = False
            if "__init__" not in namespace:
                cls.__init__ = _init_of_protocol
        return cls

    def __instancecheck__(cls, instance):
        if not cls._is_protocol:
            return super().__instancecheck__(instance)
        _require_runtime_checkable(cls)
        return cls in type(instance).__mro__ or all(
            hasattr(instance, name) and (not is_method or getattr(instance, name) is not None)
            for name, is_method in _protocol_members(cls).items())

    def __subclasscheck__(cls, subclass):
        if not cls._is_protocol:
            return super().__subclasscheck__(subclass)
        _require_runtime_checkable(cls)
        members = _protocol_members(cls)
        if not all(members.values()):
            raise TypeError("Protocols with non-method members don't support issubclass()")
        if not isinstance(subclass, type):
            raise TypeError("issubclass() arg 1 must be a class")
        return cls in subclass.__mro__ or all(_defines(subclass, name) for name in members)


def _init_of_protocol(self, *args, **kwargs):
    if type(self)._is_protocol:
        raise TypeError("Protocols cannot be instantiated")
    for base in type(self).__mro__:
        init = base.__dict__.get("__init__", _init_of_protocol)
        if init is not _init_of_protocol:
            return init(self, *args, **kwargs)


def _require_runtime_checkable(cls):
    if not cls._is_runtime_protocol:
        raise TypeError("Instance and class checks can only be used with @runtime_checkable protocols")


_NO_MEMBERS = {"__abstractmethods__", "__annotations__", "__dict__", "__doc__", "__init__", "__module__",
               "__new__", "__parameters__", "__qualname__", "__slots__", "__weakref__", "__class_getitem__",
               "_is_protocol", "_is_runtime_protocol", "__match_args__", "__orig_bases__"}


def _protocol_members(cls):
    """The names that a protocol and those it derives from ask for, and whether each is a method."""
    members = {}
    for base in cls.__mro__:
        if not base.__dict__.get("_is_protocol"):
            continue
        for name in (*base.__dict__, *base.__dict__.get("__annotations__", ())):
            if name not in _NO_MEMBERS and not name.startswith("_abc_"):
                members[name] = callable(getattr(cls, name, None))
    return members


def _defines(cls, name):
    """Whether a class or one that it derives from has the name, and not as None."""
    for base in cls.__mro__:
        if name in base.__dict__:
            return base.__dict__[name] is not None
        if name in base.__dict__.get("__annotations__", ()) and getattr(base, "_is_protocol", False):
            return True
    return False


class Protocol(Generic, metaclass=_ProtocolMeta):
    __slots__ = ()


_plain.append(Protocol)


def runtime_checkable(cls):
    if not isinstance(cls, _ProtocolMeta) or not cls._is_protocol:
        raise TypeError(f"@runtime_checkable can be only applied to protocol classes, got {cls!r}")
    cls._is_runtime_protocol = True
    return cls


AnyStr = TypeVar("AnyStr", bytes, str)
_T_co = TypeVar("T_co", covariant=True)


@runtime_checkable
class SupportsInt(Protocol):
    __slots__ = ()

    @abstractmethod
    def __int__(self) -> int:
        pass


@runtime_checkable
class SupportsFloat(Protocol):
    __slots__ = ()

    @abstractmethod
    def __float__(self) -> float:
        pass


@runtime_checkable
class SupportsComplex(Protocol):
    __slots__ = ()

    @abstractmethod
    def __complex__(self) -> complex:
        pass


@runtime_checkable
class SupportsBytes(Protocol):
    __slots__ = ()

    @abstractmethod
    def __bytes__(self) -> bytes:
        pass


@runtime_checkable
class SupportsIndex(Protocol):
    __slots__ = ()

    @abstractmethod
    def __index__(self) -> int:
        pass


@runtime_checkable
class SupportsAbs(Protocol[_T_co]):
    __slots__ = ()

    @abstractmethod
    def __abs__(self) -> _T_co:
        pass


@runtime_checkable
class SupportsRound(Protocol[_T_co]):
    __slots__ = ()

    @abstractmethod
    def __round__(self, ndigits: int = 0) -> _T_co:
        pass


class IO(Generic[AnyStr]):
    """What open() gives."""

    __slots__ = ()


class BinaryIO(IO[bytes]):
    __slots__ = ()


class TextIO(IO[str]):
    __slots__ = ()
