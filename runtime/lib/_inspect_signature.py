"""Part of inspect: the parameters of a function, and how the arguments of a call meet them.

signature() reads a function's code object; that of a class is that of __init__ or __new__, without self.
"""

from _inspect_kinds import CO_VARARGS, CO_VARKEYWORDS, isclass, isfunction, ismethod

__name__ = "inspect"  # as the program knows what is defined here


def unwrap(function):
    while hasattr(function, "__wrapped__"):
        function = function.__wrapped__
    return function


class _Empty:
    """Stands for no default value and no annotation."""


class Parameter:
    """One parameter of a signature."""

    empty = _Empty
    POSITIONAL_ONLY, POSITIONAL_OR_KEYWORD, VAR_POSITIONAL, KEYWORD_ONLY, VAR_KEYWORD = range(5)

    def __init__(self, name, kind, *, default=_Empty, annotation=_Empty):
        self.name = name
        self.kind = kind
        self.default = default
        self.annotation = annotation

    def __str__(self):
        text = {self.VAR_POSITIONAL: "*", self.VAR_KEYWORD: "**"}.get(self.kind, "") + self.name
        if self.annotation is not _Empty:
            text += f": {formatannotation(self.annotation)}"
        if self.default is not _Empty:
            text += f" = {self.default!r}" if self.annotation is not _Empty else f"={self.default!r}"
        return text

    def __repr__(self):
        return f'<Parameter "{self}">'


def formatannotation(annotation):
    if isinstance(annotation, type) and not hasattr(annotation, "__origin__"):
        return annotation.__qualname__ if annotation.__module__ == "builtins" else \
            f"{annotation.__module__}.{annotation.__qualname__}"
    return repr(annotation).replace("typing.", "")


class BoundArguments:
    """Arguments as the parameters of a signature get them."""

    def __init__(self, signature, arguments):
        self.signature = signature
        self.arguments = arguments

    def _split(self):
        """(args, kwargs) for a call."""
        args, kwargs = [], {}
        by_name = False
        for name, parameter in self.signature.parameters.items():
            if name not in self.arguments:
                by_name = by_name or parameter.kind == Parameter.POSITIONAL_OR_KEYWORD
                continue
            value = self.arguments[name]
            if parameter.kind == Parameter.VAR_KEYWORD:
                kwargs.update(value)
            elif parameter.kind == Parameter.KEYWORD_ONLY or (by_name and parameter.kind == Parameter.POSITIONAL_OR_KEYWORD):
                kwargs[name] = value
            elif parameter.kind == Parameter.VAR_POSITIONAL:
                args.extend(value)
            else:
                args.append(value)
        return tuple(args), kwargs

    @property
    def args(self):
        return self._split()[0]

    @property
    def kwargs(self):
        return self._split()[1]

    def apply_defaults(self):
        """Gives the parameters without an argument their defaults."""
        arguments = {}
        for name, parameter in self.signature.parameters.items():
            if name in self.arguments:
                arguments[name] = self.arguments[name]
            elif parameter.default is not _Empty:
                arguments[name] = parameter.default
            elif parameter.kind == Parameter.VAR_POSITIONAL:
                arguments[name] = ()
            elif parameter.kind == Parameter.VAR_KEYWORD:
                arguments[name] = {}
        self.arguments = arguments

    def __eq__(self, other):
        if not isinstance(other, BoundArguments):
            return NotImplemented
        return self.signature.parameters.keys() == other.signature.parameters.keys() and self.arguments == other.arguments

    def __repr__(self):
        return f"<BoundArguments ({', '.join(f'{name}={value!r}' for name, value in self.arguments.items())})>"


class Signature:
    """The parameters of a function, and what it is said to return."""

    empty = _Empty

    def __init__(self, parameters=(), *, return_annotation=_Empty):
        self.parameters = {parameter.name: parameter for parameter in parameters}
        self.return_annotation = return_annotation

    def __str__(self):
        parts, slash, star = [], False, False
        for parameter in self.parameters.values():
            if slash and parameter.kind != Parameter.POSITIONAL_ONLY:
                parts.append("/")
            slash = parameter.kind == Parameter.POSITIONAL_ONLY
            if parameter.kind == Parameter.KEYWORD_ONLY and not star:
                parts.append("*")
            star = star or parameter.kind in (Parameter.VAR_POSITIONAL, Parameter.KEYWORD_ONLY)
            parts.append(str(parameter))
        if slash:
            parts.append("/")
        text = f"({', '.join(parts)})"
        if self.return_annotation is not _Empty:
            text += f" -> {formatannotation(self.return_annotation)}"
        return text

    def __repr__(self):
        return f"<Signature {self}>"

    def _bind(self, args, kwargs, partial):
        arguments = {}
        args, kwargs = list(args), dict(kwargs)
        for name, parameter in self.parameters.items():
            kind = parameter.kind
            if kind == Parameter.VAR_POSITIONAL:
                if args:
                    arguments[name] = tuple(args)
                args = []
            elif kind == Parameter.VAR_KEYWORD:
                if kwargs:
                    arguments[name] = kwargs
                kwargs = {}
            elif args and kind != Parameter.KEYWORD_ONLY:
                if name in kwargs and kind == Parameter.POSITIONAL_OR_KEYWORD:
                    raise TypeError(f"multiple values for argument {name!r}")
                arguments[name] = args.pop(0)
            elif name in kwargs and kind != Parameter.POSITIONAL_ONLY:
                arguments[name] = kwargs.pop(name)
            elif parameter.default is _Empty and not partial:
                raise TypeError(f"missing a required argument: {name!r}")
        if args:
            raise TypeError("too many positional arguments")
        if kwargs:
            raise TypeError(f"got an unexpected keyword argument {next(iter(kwargs))!r}")
        return BoundArguments(self, arguments)

    def bind(self, /, *args, **kwargs):
        """The arguments of a call, by parameter; TypeError where it could not be called so."""
        return self._bind(args, kwargs, False)

    def bind_partial(self, /, *args, **kwargs):
        """As bind, but arguments may be missing."""
        return self._bind(args, kwargs, True)

    def replace(self, *, parameters=None, return_annotation=_Empty):
        return Signature(self.parameters.values() if parameters is None else parameters,
                         return_annotation=self.return_annotation if return_annotation is _Empty else return_annotation)

    @classmethod
    def from_callable(cls, v):
        return signature(v)


def _parameters(function):
    code, annotations = function.__code__, function.__annotations__
    names = code.co_varnames
    positional, keyword_only = code.co_argcount, code.co_kwonlyargcount
    defaults = function.__defaults__ or ()
    keyword_defaults = function.__kwdefaults__ or {}

    def make(name, kind, default=_Empty):
        return Parameter(name, kind, default=default, annotation=annotations.get(name, _Empty))

    for i, name in enumerate(names[:positional]):
        kind = Parameter.POSITIONAL_ONLY if i < code.co_posonlyargcount else Parameter.POSITIONAL_OR_KEYWORD
        at = i - positional + len(defaults)
        yield make(name, kind, defaults[at] if at >= 0 else _Empty)
    rest = positional + keyword_only
    if code.co_flags & CO_VARARGS:
        yield make(names[rest], Parameter.VAR_POSITIONAL)
        rest += 1
    for name in names[positional:positional + keyword_only]:
        yield make(name, Parameter.KEYWORD_ONLY, keyword_defaults.get(name, _Empty))
    if code.co_flags & CO_VARKEYWORDS:
        yield make(names[rest], Parameter.VAR_KEYWORD)


def signature(v):
    """The signature of a function, method or class written in Python."""
    v = unwrap(v)
    if isclass(v):
        v = v.__init__ if isfunction(v.__init__) else v.__new__
        if not isfunction(v):
            return Signature()
        return Signature(list(_parameters(v))[1:], return_annotation=v.__annotations__.get("return", _Empty))
    if ismethod(v):
        function = unwrap(v.__func__)
        parameters = list(_parameters(function))[1:]
    elif isfunction(v):
        function, parameters = v, list(_parameters(v))
    elif hasattr(type(v), "__call__") and isfunction(type(v).__call__):
        return signature(v.__call__)
    else:
        raise ValueError(f"no signature found for builtin {v!r}")
    return Signature(parameters, return_annotation=function.__annotations__.get("return", _Empty))
