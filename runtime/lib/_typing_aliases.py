"""Part of typing: forms and names, and what a subscript makes of them and of generic classes.

A name such as List or Iterable is a _Name that stands for a class; a name such as Union is a _Form. What
a subscript makes of either, and of a generic class, is an _Alias.
"""

from types import UnionType

from _typing_variables import (ParamSpec, _check_count, _check_type, _collect_parameters, _Combinable, _as_tuple,
                               _is_plain, _name_of, _plain, _Variable, _without_repeats)

__name__ = "typing"  # as the program knows what is defined here


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


Callable = _CallableName("Callable", "collections.abc.Callable", 2)


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
        if _is_plain(self._form):
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
            if any(map(_is_bare_protocol, bases)) or any(isinstance(base, (_Alias, _Name)) for base in behind):
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


def _is_bare_protocol(base):
    return _is_plain(base) and base is not Generic


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


# --- generic classes ------------------------------------------------------------------------------

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
        if _is_plain(cls):
            if not all(isinstance(each, _Variable) or getattr(each, "_form", None) is Unpack for each in parameters):
                raise TypeError(f"Parameters to {cls.__name__}[...] must all be type variables "
                                "or parameter specification variables.")
            if len(set(parameters)) != len(parameters):
                raise TypeError(f"Parameters to {cls.__name__}[...] must all be unique")
        elif len(cls.__parameters__) != 1 or not isinstance(cls.__parameters__[0], ParamSpec):
            _check_count(cls, cls.__parameters__, parameters)
        return _Alias(cls, parameters)


_plain.append(Generic)
