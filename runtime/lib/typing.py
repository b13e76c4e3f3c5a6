"""Names for type hints. They are data: hardly anything is checked at run time.

A name such as List or Iterable is a _Name that stands for a class; a name such as Union is a _Form. What
a subscript makes of either, and of a generic class, is an _Alias. The classes of collections.abc are
imported when one is asked for: most programs only write their names.
"""

import sys
from abc import ABCMeta, abstractmethod
from collections import namedtuple
from types import GenericAlias, UnionType

TYPE_CHECKING = False
Text = str


# --- arguments ------------------------------------------------------------------------------------

def _check_type(argument, message):
    """An argument as aliases keep it: NoneType for None, a ForwardRef for a text."""
    if argument is None:
        return type(None)
    if isinstance(argument, str):
        return ForwardRef(argument)
    if argument is Generic or argument is Protocol:
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


class _Combinable:
    """What `|` makes a Union of."""

    __slots__ = ()

    def __or__(self, other):
        return Union[self, other]

    def __ror__(self, other):
        return Union[other, self]


# --- forms ----------------------------------------------------------------------------------------

class _Form(_Combinable):
    """A special name; `make`: what a subscript makes of the form and the parameters."""

    def __init__(self, name, make=None):
        self._name = name
        self._make = make

    def __repr__(self):
        return "typing." + self._name

    def __reduce__(self):
        return self._name

    def __hash__(self):
        return hash(self._name)

    def __eq__(self, other):
        return self is other

    def __getitem__(self, parameters):
        if self._make is None:
            raise TypeError(f"{self!r} is not subscriptable")
        return self._make(self, parameters)

    def __call__(self, *args, **kwargs):
        raise TypeError(f"Cannot instantiate {self!r}")

    def __mro_entries__(self, bases):
        raise TypeError(f"Cannot subclass {self!r}")

    def __instancecheck__(self, instance):
        raise TypeError(f"{self!r} cannot be used with isinstance()")

    def __subclasscheck__(self, cls):
        raise TypeError(f"{self!r} cannot be used with issubclass()")


def _make_single(form, parameters):
    return _Alias(form, (_check_type(parameters, f"{form} accepts only single type."),))


def _make_union(form, parameters):
    if parameters == ():
        raise TypeError("Cannot take a Union of no types.")
    arguments = []
    for parameter in _as_tuple(parameters):
        parameter = _check_type(parameter, "Union[arg, ...]: each arg must be a type.")
        arguments.extend(parameter.__args__ if isinstance(parameter, (_UnionAlias, UnionType)) else (parameter,))
    arguments = _without_repeats(arguments)
    return arguments[0] if len(arguments) == 1 else _UnionAlias(form, arguments)


def _make_optional(form, parameters):
    return Union[_check_type(parameters, f"{form} requires a single type."), type(None)]


def _make_literal(form, parameters):
    arguments = []
    for parameter in _as_tuple(parameters):
        for value in parameter.__args__ if isinstance(parameter, _LiteralAlias) else (parameter,):
            if not any(value == other and type(value) is type(other) for other in arguments):
                arguments.append(value)
    return _LiteralAlias(form, tuple(arguments))


def _make_annotated(form, parameters):
    if not isinstance(parameters, tuple) or len(parameters) < 2:
        raise TypeError("Annotated[...] should be used with at least two arguments (a type and an annotation).")
    return _AnnotatedAlias(_check_type(parameters[0], "Annotated[t, ...]: t must be a type."), parameters[1:])


def _make_concatenate(form, parameters):
    if parameters == ():
        raise TypeError("Cannot take a Concatenate of no types.")
    parameters = _as_tuple(parameters)
    if parameters[-1] is not Ellipsis and not isinstance(parameters[-1], ParamSpec):
        raise TypeError("The last parameter to Concatenate should be a ParamSpec variable or ellipsis.")
    return _Alias(form, tuple(None if each is None else each for each in parameters))


Union = _Form("Union", _make_union)
Optional = _Form("Optional", _make_optional)
Literal = _Form("Literal", _make_literal)
Annotated = _Form("Annotated", _make_annotated)
Concatenate = _Form("Concatenate", _make_concatenate)
ClassVar = _Form("ClassVar", _make_single)
Final = _Form("Final", _make_single)
Required = _Form("Required", _make_single)
NotRequired = _Form("NotRequired", _make_single)
TypeGuard = _Form("TypeGuard", _make_single)
Unpack = _Form("Unpack", _make_single)
NoReturn = _Form("NoReturn")
Never = _Form("Never")
Self = _Form("Self")
LiteralString = _Form("LiteralString")
TypeAlias = _Form("TypeAlias")


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


# --- names of classes -----------------------------------------------------------------------------

class _Name(_Combinable):
    """A name such as List, that stands for a class and takes `count` parameters (-1: any number)."""

    def __init__(self, name, origin, count):
        self._name = name
        self._found = origin if isinstance(origin, type) else None
        self._place = origin
        self._count = count

    @property
    def __origin__(self):
        if self._found is None:
            module, _, name = self._place.rpartition(".")
            self._found = getattr(__import__(module, fromlist=(name,)), name)
        return self._found

    def __repr__(self):
        return "typing." + self._name

    def __reduce__(self):
        return self._name

    def __getitem__(self, parameters):
        if self._count < 0:
            if parameters == ():
                return _Alias(self, ())
            message = "Tuple[t0, t1, ...]: each t must be a type."
            return _Alias(self, tuple(_check_type(each, message) for each in _as_tuple(parameters)))
        if self._count == 0:
            raise TypeError(f"{self!r} is not a generic class")
        parameters = _as_tuple(parameters)
        arguments = tuple(_check_type(each, "Parameters to generic types must be types.") for each in parameters)
        if len(arguments) != self._count:
            few_or_many = "many" if len(arguments) > self._count else "few"
            raise TypeError(f"Too {few_or_many} arguments for {self}; "
                            f"actual {len(arguments)}, expected {self._count}")
        return _Alias(self, arguments)

    def __call__(self, *args, **kwargs):
        raise TypeError(f"Type {self._name} cannot be instantiated; use {self.__origin__.__name__}() instead")

    def __getattr__(self, name):
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(name)
        return getattr(self.__origin__, name)

    def __mro_entries__(self, bases):
        return _entries(self, bases)

    def __instancecheck__(self, instance):
        return isinstance(instance, self.__origin__)

    def __subclasscheck__(self, cls):
        return issubclass(cls, self.__origin__)


def _entries(alias, bases):
    """The classes that a name or its alias stands for among the bases of a class."""
    entries = [] if alias.__origin__ in bases else [alias.__origin__]
    behind = bases[bases.index(alias) + 1:]
    if not any(isinstance(base, (_Name, _Alias)) or isinstance(base, type) and issubclass(base, Generic)
               for base in behind):
        entries.append(Generic)
    return tuple(entries)


class _CallableName(_Name):
    def __getitem__(self, parameters):
        if not isinstance(parameters, tuple) or len(parameters) != 2:
            raise TypeError("Callable must be used as Callable[[arg, ...], result].")
        taken, result = parameters
        result = _check_type(result, "Callable[args, result]: result must be a type.")
        if isinstance(taken, (list, tuple)):
            message = "Callable[[arg, ...], result]: each arg must be a type."
            return _CallableAlias(self, (*(_check_type(each, message) for each in taken), result))
        if taken is Ellipsis or isinstance(taken, ParamSpec) or getattr(taken, "_form", None) is Concatenate:
            return _CallableAlias(self, (taken, result))
        raise TypeError(f"Callable[args, result]: args must be a list. Got {taken}")


List = _Name("List", list, 1)
Dict = _Name("Dict", dict, 2)
Set = _Name("Set", set, 1)
FrozenSet = _Name("FrozenSet", frozenset, 1)
Tuple = _Name("Tuple", tuple, -1)
Type = _Name("Type", type, 1)
Callable = _CallableName("Callable", "collections.abc.Callable", 2)
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


# --- what a subscript makes -----------------------------------------------------------------------

class _Alias(_Combinable):
    """A subscripted form, name or generic class: ClassVar[int], List[int], Stack[T]."""

    def __init__(self, form, arguments):
        self._form = form
        self.__args__ = arguments

    @property
    def __origin__(self):
        return self._form.__origin__ if isinstance(self._form, _Name) else self._form

    @property
    def __parameters__(self):
        return _collect_parameters(self.__args__)

    def __repr__(self):
        arguments = ", ".join(map(_name_of, self.__args__)) or "()"
        return f"{_name_of(self._form)}[{arguments}]"

    def __getitem__(self, parameters):
        if self._form is Generic or self._form is Protocol:
            raise TypeError(f"Cannot subscript already-subscripted {self}")
        parameters = _as_tuple(parameters)
        wanted = self.__parameters__
        if len(wanted) == 1 and isinstance(wanted[0], ParamSpec) and not isinstance(parameters[0], list):
            parameters = (list(parameters),)
        parameters = tuple(each if isinstance(each, list) else _check_type(each, "Parameters must be types.")
                           for each in parameters)
        _check_count(self, wanted, parameters)
        return self._with_arguments(_substituted(self.__args__, dict(zip(wanted, parameters))))

    def _with_arguments(self, arguments):
        return type(self)(self._form, arguments)

    def __call__(self, *args, **kwargs):
        if isinstance(self._form, _Name):
            return self._form()
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
        if isinstance(self._form, _Name):
            return _entries(self, bases)
        if not isinstance(self._form, type):
            raise TypeError(f"Cannot subclass {self!r}")
        if self._form is Generic:
            behind = bases[bases.index(self) + 1:]
            if Protocol in bases or any(isinstance(base, (_Alias, _Name)) for base in behind):
                return ()
        return (self._form,)

    def __iter__(self):
        yield Unpack[self]

    def __instancecheck__(self, instance):
        raise TypeError("Subscripted generics cannot be used with class and instance checks")

    __subclasscheck__ = __instancecheck__

    def __eq__(self, other):
        if not isinstance(other, _Alias):
            return NotImplemented
        return self.__origin__ == other.__origin__ and self.__args__ == other.__args__

    def __hash__(self):
        return hash((self.__origin__, self.__args__))

    def __reduce__(self):
        import operator
        return operator.getitem, (self._form, self.__args__)


def _substituted(arguments, given):
    """The arguments with their type variables replaced; those of a ParamSpec one by one."""
    done = []
    for argument in arguments:
        if isinstance(argument, _Variable):
            argument = given.get(argument, argument)
        elif not isinstance(argument, type) and getattr(argument, "__parameters__", ()):
            argument = argument[tuple(given.get(each, each) for each in argument.__parameters__)]
        if isinstance(argument, (list, tuple)):
            done.extend(_check_type(each, "Parameters must be types.") for each in argument)
        else:
            done.append(argument)
    return tuple(done)


class _UnionAlias(_Alias):
    def _with_arguments(self, arguments):
        return Union[arguments]

    def __repr__(self):
        if len(self.__args__) == 2 and type(None) in self.__args__:
            other = self.__args__[self.__args__[0] is type(None)]
            return f"typing.Optional[{_name_of(other)}]"
        return super().__repr__()

    def __instancecheck__(self, instance):
        return isinstance(instance, self.__args__)

    def __subclasscheck__(self, cls):
        return issubclass(cls, self.__args__)

    def __eq__(self, other):
        if not isinstance(other, (_UnionAlias, UnionType)):
            return NotImplemented
        return set(self.__args__) == set(other.__args__)

    def __hash__(self):
        return hash(frozenset(self.__args__))


class _CallableAlias(_Alias):
    def __repr__(self):
        *taken, result = self.__args__
        if len(taken) == 1 and (taken[0] is Ellipsis or _is_parameters(taken[0])):
            return super().__repr__()
        return f"typing.Callable[[{', '.join(map(_name_of, taken))}], {_name_of(result)}]"

    def __reduce__(self):
        import operator
        return operator.getitem, (Callable, _arguments_of_callable(self.__args__))


class _LiteralAlias(_Alias):
    def __repr__(self):
        return f"typing.Literal[{', '.join(map(_name_of, self.__args__))}]"

    def __eq__(self, other):
        if not isinstance(other, _LiteralAlias):
            return NotImplemented
        return {(type(each), each) for each in self.__args__} == {(type(each), each) for each in other.__args__}

    def __hash__(self):
        return hash(frozenset((type(each), each) for each in self.__args__))


class _AnnotatedAlias(_Alias):
    def __init__(self, annotated, metadata):
        if isinstance(annotated, _AnnotatedAlias):
            annotated, metadata = annotated.__origin__, annotated.__metadata__ + metadata
        super().__init__(annotated, (annotated,))
        self.__metadata__ = metadata

    @property
    def __origin__(self):
        return self._form

    def _with_arguments(self, arguments):
        return _AnnotatedAlias(arguments[0], self.__metadata__)

    def __repr__(self):
        return f"typing.Annotated[{_name_of(self._form)}, {', '.join(map(repr, self.__metadata__))}]"

    def __eq__(self, other):
        if not isinstance(other, _AnnotatedAlias):
            return NotImplemented
        return self._form == other._form and self.__metadata__ == other.__metadata__

    def __hash__(self):
        return hash((self._form, self.__metadata__))

    def __reduce__(self):
        import operator
        return operator.getitem, (Annotated, (self._form, *self.__metadata__))


def _is_parameters(argument):
    return isinstance(argument, ParamSpec) or getattr(argument, "_form", None) is Concatenate


def _arguments_of_callable(arguments):
    *taken, result = arguments
    if len(taken) == 1 and (taken[0] is Ellipsis or _is_parameters(taken[0])):
        return arguments
    return taken, result


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
        return Union[self, other]

    def __ror__(self, other):
        return Union[other, self]

    def __repr__(self):
        return f"ForwardRef({self.__forward_arg__!r})"


# --- generic classes and protocols ----------------------------------------------------------------

class Generic:
    __slots__ = ()
    __parameters__ = ()

    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__(**kwargs)
        bases = cls.__dict__.get("__orig_bases__", ())
        if Generic in bases or not bases and Generic in cls.__bases__ and cls.__name__ != "Protocol":
            raise TypeError("Cannot inherit from plain Generic")
        found = _collect_parameters(bases)
        for base in bases:
            if isinstance(base, _Alias) and base._form is Generic:
                missing = [str(each) for each in found if each not in base.__parameters__]
                if missing:
                    raise TypeError(f"Some type variables ({', '.join(missing)}) are not listed in "
                                    f"Generic[{', '.join(map(str, base.__parameters__))}]")
                found = base.__parameters__
        cls.__parameters__ = found

    def __class_getitem__(cls, parameters):
        parameters = tuple(each if isinstance(each, list) else _check_type(each, "Parameters must be types.")
                           for each in _as_tuple(parameters))
        if cls is Generic or cls is Protocol:
            if not all(isinstance(each, _Variable) or getattr(each, "_form", None) is Unpack for each in parameters):
                raise TypeError(f"Parameters to {cls.__name__}[...] must all be type variables "
                                "or parameter specification variables.")
            if len(set(parameters)) != len(parameters):
                raise TypeError(f"Parameters to {cls.__name__}[...] must all be unique")
        elif len(cls.__parameters__) != 1 or not isinstance(cls.__parameters__[0], ParamSpec):
            _check_count(cls, cls.__parameters__, parameters)
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


# --- classes by their annotations -----------------------------------------------------------------

class _NamedTupleMeta(type):
    def __new__(mcls, name, bases, namespace):
        hints = {field: _check_type(hint, f"field {field} annotation must be a type")
                 for field, hint in namespace.get("__annotations__", {}).items()}
        defaults = []
        for field in hints:
            if field in namespace:
                defaults.append(namespace[field])
            elif defaults:
                raise TypeError(f"Non-default namedtuple field {field} cannot follow default fields "
                                f"{', '.join(each for each in hints if each in namespace)}")
        made = namedtuple(name, list(hints), defaults=defaults, module=namespace.get("__module__"))
        made.__annotations__ = made.__new__.__annotations__ = hints
        if Generic in bases:
            made = type(name, (made, *bases), {"__orig_bases__": namespace.get("__orig_bases__", bases),
                                               "__slots__": (), "__module__": namespace.get("__module__")})
        for key, value in namespace.items():
            if key in ("__new__", "__init__", "__slots__", "__getnewargs__", "_fields", "_field_defaults",
                       "_make", "_replace", "_asdict"):
                raise AttributeError("Cannot overwrite NamedTuple attribute " + key)
            if key not in ("__module__", "__qualname__", "__annotations__", "__orig_bases__") and key not in made._fields:
                setattr(made, key, value)
        if "__qualname__" in namespace:
            made.__qualname__ = namespace["__qualname__"]
        return made


def _module_of_caller():
    return sys._getframe(2).f_globals.get("__name__", "__main__")


def NamedTuple(typename, fields=(), /, **kwargs):
    hints = {name: _check_type(hint, f"field {name} annotation must be a type")
             for name, hint in fields or kwargs.items()}
    made = namedtuple(typename, list(hints), module=_module_of_caller())
    made.__annotations__ = made.__new__.__annotations__ = hints
    return made


_NamedTuple = type.__new__(_NamedTupleMeta, "NamedTuple", (), {})
NamedTuple.__mro_entries__ = lambda bases: (_NamedTuple,)


class _TypedDictMeta(type):
    def __new__(mcls, name, bases, namespace, total=True):
        for base in bases:
            if type(base) is not _TypedDictMeta and base is not Generic:
                raise TypeError("cannot inherit from both a TypedDict type and a non-TypedDict base class")
        made = type.__new__(mcls, name, (*((Generic,) if Generic in bases else ()), dict), namespace)
        hints, required, optional = {}, set(), set()
        for base in bases:
            hints.update(base.__dict__.get("__annotations__", {}))
            required |= base.__dict__.get("__required_keys__", set())
            optional |= base.__dict__.get("__optional_keys__", set())
        for key, hint in namespace.get("__annotations__", {}).items():
            hint = _check_type(hint, "TypedDict('Name', {f0: t0, f1: t1, ...}); each t must be a type")
            form = getattr(hint.__origin__ if isinstance(hint, _AnnotatedAlias) else hint, "_form", None)
            is_required = form is Required if form in (Required, NotRequired) else total
            (required if is_required else optional).add(key)
            hints[key] = hint
        made.__annotations__ = hints
        made.__required_keys__ = frozenset(required)
        made.__optional_keys__ = frozenset(optional)
        made.__total__ = total
        return made

    def __call__(cls, *args, **kwargs):
        return dict(*args, **kwargs)

    def __instancecheck__(cls, instance):
        raise TypeError("TypedDict does not support instance and class checks")

    __subclasscheck__ = __instancecheck__


def TypedDict(typename, fields=None, /, *, total=True, **kwargs):
    namespace = {"__annotations__": dict(kwargs if fields is None else fields), "__module__": _module_of_caller()}
    return _TypedDictMeta(typename, (), namespace, total=total)


def is_typeddict(tp):
    return isinstance(tp, _TypedDictMeta)


_TypedDict = type.__new__(_TypedDictMeta, "TypedDict", (), {})
TypedDict.__mro_entries__ = lambda bases: (_TypedDict,)

__all__ = [name for name, value in list(globals().items())
           if not name.startswith("_") and name not in ("sys", "ABCMeta", "abstractmethod", "namedtuple", "GenericAlias", "UnionType")]
