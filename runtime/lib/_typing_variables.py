"""Part of typing: what may stand as a type argument, and the variables that stand for one.

Above it are _typing_aliases, then _typing_protocols and _typing_classes, then typing itself; each loads only those
below it. A `|` or a star needs a form, of _typing_aliases, and looks it up when it is met.
"""

import sys
from types import GenericAlias

__name__ = "typing"  # as the program knows what is defined here

_plain = []  # Generic and Protocol: as arguments they mean nothing


def _is_plain(argument):
    for each in _plain:
        if argument is each:
            return True
    return False


# --- arguments ------------------------------------------------------------------------------------

def _check_type(argument, message):
    """An argument as aliases keep it: NoneType for None, a ForwardRef for a text."""
    if argument is None:
        return type(None)
    if isinstance(argument, str):
        return ForwardRef(argument)
    if _is_plain(argument):
        raise TypeError(f"Plain {argument} is not valid as type argument")
    if type(argument) is tuple:
        raise TypeError(f"{message} Got {argument!r:.100}.")
    return argument


def _as_tuple(parameters):
    return parameters if isinstance(parameters, tuple) else (parameters,)


def _name_of(argument):
    if argument is Ellipsis:
        return "..."
    if isinstance(argument, GenericAlias):
        return repr(argument)
    if isinstance(argument, type):
        if argument.__module__ == "builtins":
            return argument.__qualname__
        return f"{argument.__module__}.{argument.__qualname__}" if type(argument) is not _AnyType else "typing.Any"
    if isinstance(argument, list):
        return "[" + ", ".join(map(_name_of, argument)) + "]"
    if hasattr(argument, "__qualname__") and hasattr(argument, "__code__"):
        return argument.__name__
    return repr(argument)


def _collect_parameters(arguments):
    """The type variables among the arguments, each once."""
    found = []
    for argument in arguments:
        if isinstance(argument, type):
            continue
        inner = (argument,) if isinstance(argument, _Variable) else getattr(argument, "__parameters__", ())
        if isinstance(argument, (list, tuple)):
            inner = _collect_parameters(argument)
        found.extend(variable for variable in inner if variable not in found)
    return tuple(found)


def _check_count(what, parameters, given):
    if any(isinstance(each, TypeVarTuple) for each in parameters):
        return
    if not parameters:
        raise TypeError(f"{what} is not a generic class")
    if len(given) != len(parameters):
        few_or_many = "many" if len(given) > len(parameters) else "few"
        raise TypeError(f"Too {few_or_many} arguments for {what}; actual {len(given)}, expected {len(parameters)}")


def _without_repeats(arguments):
    found = []
    for argument in arguments:
        if argument not in found:
            found.append(argument)
    return tuple(found)


def _union(*arguments):
    from _typing_aliases import Union
    return Union[arguments]


class _Combinable:
    """What `|` makes a Union of."""

    __slots__ = ()

    def __or__(self, other):
        return _union(self, other)

    def __ror__(self, other):
        return _union(other, self)


class _AnyType(type):
    def __instancecheck__(self, instance):
        if self is Any:
            raise TypeError("typing.Any cannot be used with isinstance()")
        return super().__instancecheck__(instance)

    def __repr__(self):
        return "typing.Any" if self is Any else super().__repr__()


class Any(metaclass=_AnyType):
    """The type of anything; a class that derives from it may be anything."""

    def __new__(cls, *args, **kwargs):
        if cls is Any:
            raise TypeError("Any cannot be instantiated")
        return super().__new__(cls, *args, **kwargs)


# --- variables ------------------------------------------------------------------------------------

class _Variable(_Combinable):
    def __typing_subst__(self, argument):
        """What stands for the variable where it is given a type; that it has this makes it a variable."""
        return _check_type(argument, "Parameters to generic types must be types.")

    def __reduce__(self):
        return self.__name__


class _BoundVariable(_Variable):
    def __init__(self, name, bound, covariant, contravariant):
        if covariant and contravariant:
            raise ValueError("Bivariant types are not supported.")
        self.__name__ = name
        self.__module__ = sys._getframe(2).f_globals.get("__name__", "__main__")
        self.__covariant__ = bool(covariant)
        self.__contravariant__ = bool(contravariant)
        self.__bound__ = None if bound is None else _check_type(bound, "Bound must be a type.")

    def __repr__(self):
        sign = "+" if self.__covariant__ else "-" if self.__contravariant__ else "~"
        return sign + self.__name__


class TypeVar(_BoundVariable):
    def __init__(self, name, *constraints, bound=None, covariant=False, contravariant=False):
        super().__init__(name, bound, covariant, contravariant)
        if constraints and bound is not None:
            raise TypeError("Constraints cannot be combined with bound=...")
        if len(constraints) == 1:
            raise TypeError("A single constraint is not allowed")
        message = "TypeVar(name, constraint, ...): constraints must be types."
        self.__constraints__ = tuple(_check_type(each, message) for each in constraints)


class _ParamSpecPart:
    def __init__(self, origin):
        self.__origin__ = origin

    def __eq__(self, other):
        return self.__origin__ == other.__origin__ if type(other) is type(self) else NotImplemented

    def __hash__(self):
        return hash((type(self), self.__origin__))

    def __repr__(self):
        return f"{self.__origin__.__name__}.{'args' if type(self) is ParamSpecArgs else 'kwargs'}"


class ParamSpecArgs(_ParamSpecPart):
    """The type of *args of a callable."""


class ParamSpecKwargs(_ParamSpecPart):
    """The type of **kwargs of a callable."""


class ParamSpec(_BoundVariable):
    def __init__(self, name, *, bound=None, covariant=False, contravariant=False):
        super().__init__(name, bound, covariant, contravariant)

    @property
    def args(self):
        return ParamSpecArgs(self)

    @property
    def kwargs(self):
        return ParamSpecKwargs(self)


class TypeVarTuple(_Variable):
    def __init__(self, name):
        self.__name__ = name
        self.__module__ = sys._getframe(1).f_globals.get("__name__", "__main__")

    def __repr__(self):
        return self.__name__

    def __iter__(self):
        from _typing_aliases import Unpack
        yield Unpack[self]


class ForwardRef:
    """A type that is named by a text, as it may not be there yet."""

    def __init__(self, arg, is_argument=True, module=None, *, is_class=False):
        try:
            self.__forward_code__ = compile(arg, "<string>", "eval")
        except SyntaxError:
            raise SyntaxError(f"Forward reference must be an expression -- got {arg!r}") from None
        self.__forward_arg__ = arg
        self.__forward_module__ = module

    def __eq__(self, other):
        return self.__forward_arg__ == other.__forward_arg__ if isinstance(other, ForwardRef) else NotImplemented

    def __hash__(self):
        return hash(self.__forward_arg__)

    def __or__(self, other):
        return _union(self, other)

    def __ror__(self, other):
        return _union(other, self)

    def __repr__(self):
        return f"ForwardRef({self.__forward_arg__!r})"
