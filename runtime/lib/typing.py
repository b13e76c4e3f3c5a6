"""Names for type hints. They are data: hardly anything is checked at run time.

The classes of collections.abc are imported when one is asked for: most programs only write their names. What
the names are is in the modules _typing_*, which call themselves typing too; here are the names of classes, the
functions, and how hints are read.
"""

import sys
from types import GenericAlias, UnionType

from _typing_aliases import (Annotated, Callable, ClassVar, Concatenate, Final, Generic, Literal, LiteralString, Never,
                             NoReturn, NotRequired, Optional, Required, Self, TypeAlias, TypeGuard, Union, Unpack,
                             _Alias, _AnnotatedAlias, _arguments_of_callable, _CallableAlias, _LiteralAlias, _Name)
from _typing_classes import NamedTuple, TypedDict, is_typeddict
from _typing_protocols import (IO, AnyStr, BinaryIO, Protocol, SupportsAbs, SupportsBytes, SupportsComplex,
                               SupportsFloat, SupportsIndex, SupportsInt, SupportsRound, TextIO, runtime_checkable)
from _typing_variables import (Any, ForwardRef, ParamSpec, ParamSpecArgs, ParamSpecKwargs, TypeVar, TypeVarTuple,
                               _Combinable)

TYPE_CHECKING = False
Text = str


# --- names of classes -----------------------------------------------------------------------------

List = _Name("List", list, 1)
Dict = _Name("Dict", dict, 2)
Set = _Name("Set", set, 1)
FrozenSet = _Name("FrozenSet", frozenset, 1)
Tuple = _Name("Tuple", tuple, -1)
Type = _Name("Type", type, 1)
Awaitable = _Name("Awaitable", "collections.abc.Awaitable", 1)
Coroutine = _Name("Coroutine", "collections.abc.Coroutine", 3)
AsyncIterable = _Name("AsyncIterable", "collections.abc.AsyncIterable", 1)
AsyncIterator = _Name("AsyncIterator", "collections.abc.AsyncIterator", 1)
AsyncGenerator = _Name("AsyncGenerator", "collections.abc.AsyncGenerator", 2)
Iterable = _Name("Iterable", "collections.abc.Iterable", 1)
Iterator = _Name("Iterator", "collections.abc.Iterator", 1)
Generator = _Name("Generator", "collections.abc.Generator", 3)
Reversible = _Name("Reversible", "collections.abc.Reversible", 1)
Sized = _Name("Sized", "collections.abc.Sized", 0)
Hashable = _Name("Hashable", "collections.abc.Hashable", 0)
Container = _Name("Container", "collections.abc.Container", 1)
Collection = _Name("Collection", "collections.abc.Collection", 1)
AbstractSet = _Name("AbstractSet", "collections.abc.Set", 1)
MutableSet = _Name("MutableSet", "collections.abc.MutableSet", 1)
Mapping = _Name("Mapping", "collections.abc.Mapping", 2)
MutableMapping = _Name("MutableMapping", "collections.abc.MutableMapping", 2)
Sequence = _Name("Sequence", "collections.abc.Sequence", 1)
MutableSequence = _Name("MutableSequence", "collections.abc.MutableSequence", 1)
ByteString = _Name("ByteString", "collections.abc.ByteString", 0)
MappingView = _Name("MappingView", "collections.abc.MappingView", 1)
KeysView = _Name("KeysView", "collections.abc.KeysView", 1)
ItemsView = _Name("ItemsView", "collections.abc.ItemsView", 2)
ValuesView = _Name("ValuesView", "collections.abc.ValuesView", 1)
ContextManager = _Name("ContextManager", "contextlib.AbstractContextManager", 1)
AsyncContextManager = _Name("AsyncContextManager", "contextlib.AbstractAsyncContextManager", 1)
Deque = _Name("Deque", "collections.deque", 1)
DefaultDict = _Name("DefaultDict", "collections.defaultdict", 2)
OrderedDict = _Name("OrderedDict", "collections.OrderedDict", 2)
Counter = _Name("Counter", "collections.Counter", 1)
ChainMap = _Name("ChainMap", "collections.ChainMap", 2)
Pattern = _Name("Pattern", "re.Pattern", 1)
Match = _Name("Match", "re.Match", 1)


# --- functions ------------------------------------------------------------------------------------

class NewType(_Combinable):
    """A type that is another one to the program, and not to the reader of its hints."""

    def __init__(self, name, tp):
        self.__qualname__ = name
        self.__name__ = name.rpartition(".")[2]
        self.__supertype__ = tp
        self.__module__ = sys._getframe(1).f_globals.get("__name__")

    def __call__(self, value):
        return value

    def __mro_entries__(self, bases):
        raise TypeError("Cannot subclass an instance of NewType. Perhaps you were looking for: "
                        f"`{self.__name__} = NewType({self.__name__!r}, {self.__name__})`")

    def __repr__(self):
        return f"{self.__module__}.{self.__qualname__}"

    def __reduce__(self):
        return self.__qualname__


def cast(typ, val):
    return val


_overloads = {}  # by module and qualified name, then by the line of the definition


def overload(func):
    inner = getattr(func, "__func__", func)
    try:
        found = _overloads.setdefault((inner.__module__, inner.__qualname__), {})
        found[inner.__code__.co_firstlineno] = func
    except AttributeError:
        pass
    return _overload_dummy


def _overload_dummy(*args, **kwargs):
    raise NotImplementedError(
        "You should not call an overloaded function. "
        "A series of @overload-decorated functions "
        "outside a stub module should always be followed "
        "by an implementation that is not @overload-ed.")


def get_overloads(func):
    inner = getattr(func, "__func__", func)
    return list(_overloads.get((inner.__module__, inner.__qualname__), {}).values())


def clear_overloads():
    _overloads.clear()


def final(value):
    try:
        value.__final__ = True
    except (AttributeError, TypeError):
        pass
    return value


def no_type_check(value):
    try:
        value.__no_type_check__ = True
    except TypeError:
        pass
    return value


def no_type_check_decorator(decorator):
    def wrapped(*args, **kwargs):
        return no_type_check(decorator(*args, **kwargs))

    return wrapped


def dataclass_transform(*, eq_default=True, order_default=False, kw_only_default=False, field_specifiers=(),
                        **kwargs):
    def decorator(value):
        value.__dataclass_transform__ = {
            "eq_default": eq_default, "order_default": order_default, "kw_only_default": kw_only_default,
            "field_specifiers": field_specifiers, "kwargs": kwargs}
        return value

    return decorator


def assert_type(val, typ, /):
    return val


def assert_never(arg, /):
    value = repr(arg)
    raise AssertionError(f"Expected code to be unreachable, but got: {value[:100] + '...' if len(value) > 100 else value}")


def reveal_type(obj, /):
    print(f"Runtime type is {type(obj).__name__!r}", file=sys.stderr)
    return obj


# --- hints ----------------------------------------------------------------------------------------

def _evaluated(hint, globalns, localns):
    """The hint with None as a type, and texts as what they name, inside of aliases too."""
    if hint is None:
        return type(None)
    if isinstance(hint, str):
        hint = ForwardRef(hint)
    if isinstance(hint, ForwardRef):
        return _evaluated(eval(hint.__forward_code__, globalns, localns), globalns, localns)
    if isinstance(hint, (_Alias, GenericAlias, UnionType)) and not isinstance(hint, _LiteralAlias):
        arguments = tuple(_evaluated(each, globalns, localns) if isinstance(hint, GenericAlias) or not isinstance(each, str)
                          else each for each in hint.__args__)
        if arguments == hint.__args__:
            return hint
        if isinstance(hint, GenericAlias):
            return GenericAlias(hint.__origin__, arguments)
        if isinstance(hint, UnionType):
            return Union[arguments]
        return hint._with_arguments(arguments)
    return hint


def _without_extras(hint):
    """The hint without what Annotated, Required and NotRequired say."""
    if isinstance(hint, _AnnotatedAlias):
        return _without_extras(hint.__origin__)
    if isinstance(hint, _Alias):
        if hint._form is Required or hint._form is NotRequired:
            return _without_extras(hint.__args__[0])
        arguments = tuple(map(_without_extras, hint.__args__))
        return hint if arguments == hint.__args__ else hint._with_arguments(arguments)
    if isinstance(hint, GenericAlias):
        arguments = tuple(map(_without_extras, hint.__args__))
        return hint if arguments == hint.__args__ else GenericAlias(hint.__origin__, arguments)
    return hint


def get_type_hints(obj, globalns=None, localns=None, include_extras=False):
    """The annotations of a class with those of its bases, of a function or of a module, evaluated."""
    if getattr(obj, "__no_type_check__", None):
        return {}
    hints = {}
    if isinstance(obj, type):
        for base in reversed(obj.__mro__):
            names = globalns
            if names is None:
                names = getattr(sys.modules.get(base.__module__), "__dict__", {})
            for name, hint in base.__dict__.get("__annotations__", {}).items():
                hints[name] = _evaluated(hint, names, localns or dict(vars(base)))
    else:
        function = obj
        while hasattr(function, "__wrapped__"):
            function = function.__wrapped__
        if globalns is None:
            globalns = getattr(function, "__globals__", None) or getattr(obj, "__dict__", {})
        found = getattr(obj, "__annotations__", None)
        if found is None:
            if callable(obj):
                return {}
            raise TypeError(f"{obj!r} is not a module, class, method, or function.")
        for name, hint in found.items():
            hints[name] = _evaluated(hint, globalns, localns or globalns)
    return hints if include_extras else {name: _without_extras(hint) for name, hint in hints.items()}


def get_origin(tp):
    if isinstance(tp, _AnnotatedAlias):
        return Annotated
    if isinstance(tp, UnionType):
        return UnionType
    if isinstance(tp, (_Alias, _Name, GenericAlias, ParamSpecArgs, ParamSpecKwargs)):
        return tp.__origin__
    return Generic if tp is Generic else None


def get_args(tp):
    if isinstance(tp, _AnnotatedAlias):
        return (tp.__origin__, *tp.__metadata__)
    if isinstance(tp, _CallableAlias) or isinstance(tp, GenericAlias) and tp.__origin__ is Callable.__origin__:
        return tuple(_arguments_of_callable(tp.__args__))
    if isinstance(tp, (_Alias, GenericAlias, UnionType)):
        return tp.__args__
    return ()


__all__ = [name for name in list(globals())
           if not name.startswith("_") and name not in ("sys", "GenericAlias", "UnionType")]
