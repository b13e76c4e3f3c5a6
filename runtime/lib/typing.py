"""Names for type hints. They are data: nothing is checked at run time."""

from abc import ABCMeta
from collections import namedtuple

TYPE_CHECKING = False


class _Form:
    """A special name such as Any; subscripting it gives a _Generic alias."""

    def __init__(self, name):
        self._name = name

    def __repr__(self):
        return "typing." + self._name

    def __getitem__(self, parameters):
        if not isinstance(parameters, tuple):
            parameters = (parameters,)
        if self._name == "Optional":
            return _Alias(Union, parameters + (type(None),))
        return _Alias(self, parameters)

    def __call__(self, *args, **kwargs):
        raise TypeError(f"Cannot instantiate {self!r}")

    def __or__(self, other):
        return _Alias(Union, (self, other))

    def __ror__(self, other):
        return _Alias(Union, (other, self))


class _AliasOf(_Form):
    """A name such as List, that stands for a built-in class."""

    def __init__(self, name, origin):
        super().__init__(name)
        self.__origin__ = origin

    def __call__(self, *args, **kwargs):
        return self.__origin__(*args, **kwargs)

    def __mro_entries__(self, bases):
        return (self.__origin__,)

    def __instancecheck__(self, instance):
        return isinstance(instance, self.__origin__)

    def __subclasscheck__(self, cls):
        return issubclass(cls, self.__origin__)


def _name_of(parameter):
    if parameter is Ellipsis:
        return "..."
    if parameter is type(None):
        return "NoneType"
    if isinstance(parameter, type):
        if parameter.__module__ == "builtins":
            return parameter.__qualname__
        return f"{parameter.__module__}.{parameter.__qualname__}"
    if isinstance(parameter, list):
        return "[" + ", ".join(map(_name_of, parameter)) + "]"
    return repr(parameter)


class _Alias:
    """A subscripted form: List[int], Optional[str], Stack[T]."""

    def __init__(self, origin, parameters):
        self._form = origin
        self.__origin__ = getattr(origin, "__origin__", origin)
        self.__args__ = tuple(type(None) if parameter is None else parameter for parameter in parameters)

    @property
    def __parameters__(self):
        found = []
        for argument in self.__args__:
            inner = (argument,) if isinstance(argument, TypeVar) else getattr(argument, "__parameters__", ())
            found.extend(variable for variable in inner if variable not in found)
        return tuple(found)

    def __repr__(self):
        arguments = self.__args__
        if self._form is Union and len(arguments) == 2 and type(None) in arguments:
            other = arguments[0] if arguments[1] is type(None) else arguments[1]
            return f"typing.Optional[{_name_of(other)}]"
        if self._form is Callable and len(arguments) == 2 and isinstance(arguments[0], list):
            return f"typing.Callable[{_name_of(arguments[0])}, {_name_of(arguments[1])}]"
        return f"{_name_of(self._form)}[{', '.join(map(_name_of, arguments))}]"

    def __getitem__(self, parameters):
        if not isinstance(parameters, tuple):
            parameters = (parameters,)
        given = dict(zip(self.__parameters__, parameters))
        return _Alias(self._form, tuple(
            given.get(argument, argument) if isinstance(argument, TypeVar) else argument for argument in self.__args__))

    def __call__(self, *args, **kwargs):
        result = self.__origin__(*args, **kwargs)
        try:
            result.__orig_class__ = self
        except AttributeError:
            pass
        return result

    def __getattr__(self, name):
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(name)
        return getattr(self.__origin__, name)

    def __mro_entries__(self, bases):
        origin = self.__origin__
        if isinstance(origin, type):
            return (origin,)
        return () if Generic in bases else (Generic,)

    def __eq__(self, other):
        if not isinstance(other, _Alias):
            return NotImplemented
        if self._form is Union and other._form is Union:
            return set(self.__args__) == set(other.__args__)
        return self.__origin__ == other.__origin__ and self.__args__ == other.__args__

    def __hash__(self):
        return hash((id(self.__origin__), len(self.__args__)))

    def __or__(self, other):
        return _Alias(Union, (self, other))

    def __ror__(self, other):
        return _Alias(Union, (other, self))


Any = _Form("Any")
Union = _Form("Union")
Optional = _Form("Optional")
ClassVar = _Form("ClassVar")
Final = _Form("Final")
Literal = _Form("Literal")
Annotated = _Form("Annotated")
NoReturn = _Form("NoReturn")
Never = _Form("Never")
Self = _Form("Self")
TypeAlias = _Form("TypeAlias")
Concatenate = _Form("Concatenate")
TypeGuard = _Form("TypeGuard")
Required = _Form("Required")
NotRequired = _Form("NotRequired")
Callable = _Form("Callable")
Iterable = _Form("Iterable")
Iterator = _Form("Iterator")
Generator = _Form("Generator")
Sequence = _Form("Sequence")
MutableSequence = _Form("MutableSequence")
Mapping = _Form("Mapping")
MutableMapping = _Form("MutableMapping")
Collection = _Form("Collection")
Container = _Form("Container")
Reversible = _Form("Reversible")
Hashable = _Form("Hashable")
Sized = _Form("Sized")
AbstractSet = _Form("AbstractSet")
ContextManager = _Form("ContextManager")
Awaitable = _Form("Awaitable")
Coroutine = _Form("Coroutine")
AsyncIterator = _Form("AsyncIterator")
SupportsInt = _Form("SupportsInt")
SupportsFloat = _Form("SupportsFloat")
SupportsIndex = _Form("SupportsIndex")
List = _AliasOf("List", list)
Dict = _AliasOf("Dict", dict)
Set = _AliasOf("Set", set)
FrozenSet = _AliasOf("FrozenSet", frozenset)
Tuple = _AliasOf("Tuple", tuple)
Type = _AliasOf("Type", type)
Text = str
AnyStr = None


def _lazy_collections():
    import collections

    return {
        "Deque": collections.deque, "DefaultDict": collections.defaultdict, "Counter": collections.Counter,
        "OrderedDict": collections.OrderedDict, "ChainMap": collections.ChainMap,
    }


def __getattr__(name):
    found = _lazy_collections().get(name)
    if found is None:
        raise AttributeError(f"module 'typing' has no attribute '{name}'")
    return _AliasOf(name, found)


class TypeVar:
    def __init__(self, name, *constraints, bound=None, covariant=False, contravariant=False):
        self.__name__ = name
        self.__constraints__ = constraints
        self.__bound__ = bound
        self.__covariant__ = covariant
        self.__contravariant__ = contravariant

    def __repr__(self):
        sign = "+" if self.__covariant__ else "-" if self.__contravariant__ else "~"
        return sign + self.__name__

    def __or__(self, other):
        return _Alias(Union, (self, other))

    def __ror__(self, other):
        return _Alias(Union, (other, self))


class ParamSpec(TypeVar):
    @property
    def args(self):
        return self

    @property
    def kwargs(self):
        return self


AnyStr = TypeVar("AnyStr", bytes, str)


class Generic:
    __slots__ = ()

    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__(**kwargs)
        found = []
        for base in cls.__dict__.get("__orig_bases__", ()):
            found.extend(each for each in getattr(base, "__parameters__", ()) if each not in found)
        cls.__parameters__ = tuple(found)

    def __class_getitem__(cls, parameters):
        if not isinstance(parameters, tuple):
            parameters = (parameters,)
        return _Alias(cls, parameters)


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
               "_abc_registry", "_is_protocol", "_is_runtime_protocol", "__match_args__", "__orig_bases__"}


def _protocol_members(cls):
    """The names that a protocol and those it derives from ask for, and whether each is a method."""
    members = {}
    for base in cls.__mro__:
        if not base.__dict__.get("_is_protocol"):
            continue
        for name in (*base.__dict__, *base.__dict__.get("__annotations__", ())):
            if name not in _NO_MEMBERS:
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


def runtime_checkable(cls):
    if not isinstance(cls, _ProtocolMeta) or not cls._is_protocol:
        raise TypeError(f"@runtime_checkable can be only applied to protocol classes, got {cls!r}")
    cls._is_runtime_protocol = True
    return cls


def NewType(name, tp):
    def new_type(value):
        return value

    new_type.__name__ = new_type.__qualname__ = name
    new_type.__supertype__ = tp
    return new_type


def cast(typ, val):
    return val


def overload(func):
    return func


def final(value):
    return value


def no_type_check(value):
    return value


def override(value):
    return value


def _evaluated(hints, globalns, localns):
    """Hints with None as a type, and texts as what they name."""
    done = {}
    for name, hint in hints.items():
        if isinstance(hint, str):
            hint = eval(hint, globalns, localns)
        done[name] = type(None) if hint is None else hint
    return done


def get_type_hints(value, globalns=None, localns=None, include_extras=False):
    """The annotations of a class with those of its bases, of a function or of a module, evaluated."""
    import sys
    if isinstance(value, type):
        hints = {}
        for base in reversed(value.__mro__):
            names = globalns
            if names is None:
                names = getattr(sys.modules.get(base.__module__), "__dict__", {})
            hints.update(_evaluated(base.__dict__.get("__annotations__", {}), names, localns or vars(base)))
        return hints
    if globalns is None:
        function = value
        while hasattr(function, "__wrapped__"):
            function = function.__wrapped__
        globalns = getattr(function, "__globals__", None) or getattr(value, "__dict__", {})
    return _evaluated(getattr(value, "__annotations__", None) or {}, globalns, localns or globalns)


def get_origin(tp):
    return getattr(tp, "__origin__", None)


def get_args(tp):
    return getattr(tp, "__args__", ())


class _NamedTupleMeta(type):
    def __new__(mcls, name, bases, namespace):
        hints = namespace.get("__annotations__", {})
        defaults = [namespace[field] for field in hints if field in namespace]
        made = namedtuple(name, list(hints), defaults=defaults, module=namespace.get("__module__"))
        made.__annotations__ = dict(hints)
        for key, value in namespace.items():
            if key not in ("__module__", "__qualname__", "__annotations__") and key not in made._fields:
                setattr(made, key, value)
        return made


def NamedTuple(typename, fields=()):
    made = namedtuple(typename, [name for name, _ in fields])
    made.__annotations__ = dict(fields)
    return made


_NamedTuple = type.__new__(_NamedTupleMeta, "NamedTuple", (), {})
NamedTuple.__mro_entries__ = lambda bases: (_NamedTuple,)


class _TypedDictMeta(type):
    def __new__(mcls, name, bases, namespace, total=True):
        made = type.__new__(mcls, name, (dict,), namespace)
        hints = {}
        for base in bases:
            hints.update(getattr(base, "__annotations__", {}))
        hints.update(namespace.get("__annotations__", {}))
        made.__annotations__ = hints
        made.__total__ = total
        return made

    def __call__(cls, *args, **kwargs):
        return dict(*args, **kwargs)


def TypedDict(typename, fields=None, *, total=True):
    return _TypedDictMeta(typename, (), {"__annotations__": dict(fields or {})}, total=total)


_TypedDict = type.__new__(_TypedDictMeta, "TypedDict", (), {})
TypedDict.__mro_entries__ = lambda bases: (_TypedDict,)
