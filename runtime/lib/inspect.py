"""What things are, and how functions are called."""

import linecache
import sys
import types
from collections import namedtuple

CO_OPTIMIZED, CO_NEWLOCALS, CO_VARARGS, CO_VARKEYWORDS, CO_NESTED, CO_GENERATOR = 1, 2, 4, 8, 16, 32
CO_COROUTINE, CO_ITERABLE_COROUTINE, CO_ASYNC_GENERATOR = 128, 256, 512


def ismodule(v):
    return isinstance(v, types.ModuleType)


def isclass(v):
    return isinstance(v, type)


def ismethod(v):
    return isinstance(v, types.MethodType)


def isfunction(v):
    return isinstance(v, types.FunctionType)


def isbuiltin(v):
    return isinstance(v, types.BuiltinFunctionType)


def isroutine(v):
    return isbuiltin(v) or isfunction(v) or ismethod(v) or isinstance(v, types.MethodDescriptorType)


def isgenerator(v):
    return isinstance(v, types.GeneratorType)


def isgeneratorfunction(v):
    return isfunction(v) and bool(v.__code__.co_flags & CO_GENERATOR)


def isframe(v):
    return isinstance(v, types.FrameType)


def istraceback(v):
    return isinstance(v, types.TracebackType)


def iscode(v):
    return isinstance(v, types.CodeType)


def _has_flag(v, flag):
    while ismethod(v):
        v = v.__func__
    while type(v).__name__ == "partial" and hasattr(v, "func"):
        v = v.func
    return isfunction(v) and bool(v.__code__.co_flags & flag)


def iscoroutinefunction(v):
    return _has_flag(v, CO_COROUTINE)


def isasyncgenfunction(v):
    return _has_flag(v, CO_ASYNC_GENERATOR)


def iscoroutine(v):
    return isinstance(v, types.CoroutineType)


def isasyncgen(v):
    return isinstance(v, types.AsyncGeneratorType)


GEN_CREATED, GEN_RUNNING, GEN_SUSPENDED, GEN_CLOSED = "GEN_CREATED", "GEN_RUNNING", "GEN_SUSPENDED", "GEN_CLOSED"
CORO_CREATED, CORO_RUNNING, CORO_SUSPENDED, CORO_CLOSED = "CORO_CREATED", "CORO_RUNNING", "CORO_SUSPENDED", "CORO_CLOSED"


def _state(v, prefix, kind):
    if getattr(v, prefix + "_running"):
        return kind + "_RUNNING"
    if getattr(v, prefix + "_suspended"):
        return kind + "_SUSPENDED"
    return kind + ("_CLOSED" if getattr(v, prefix + "_frame") is None else "_CREATED")


def getgeneratorstate(generator):
    return _state(generator, "gi", "GEN")


def getcoroutinestate(coroutine):
    return _state(coroutine, "cr", "CORO")


def getgeneratorlocals(generator):
    return generator.gi_frame.f_locals if generator.gi_frame is not None else {}


def getcoroutinelocals(coroutine):
    return coroutine.cr_frame.f_locals if coroutine.cr_frame is not None else {}


def isawaitable(v):
    return (iscoroutine(v) or isgenerator(v) and bool(v.gi_code.co_flags & CO_ITERABLE_COROUTINE)
            or hasattr(type(v), "__await__"))


def isabstract(v):
    return isclass(v) and bool(getattr(v, "__abstractmethods__", None))


def isdatadescriptor(v):
    return not isclass(v) and (hasattr(type(v), "__set__") or hasattr(type(v), "__delete__"))


def ismethoddescriptor(v):
    kind = type(v)
    return not (isclass(v) or ismethod(v) or isfunction(v)) and hasattr(kind, "__get__") and not hasattr(kind, "__set__")


def isgetsetdescriptor(v):
    return isinstance(v, types.GetSetDescriptorType)


def ismemberdescriptor(v):
    return type(v).__name__ == "member_descriptor"


def ismethodwrapper(v):
    return type(v).__name__ == "method-wrapper"


def currentframe():
    return sys._getframe(1)


def getmembers(v, predicate=None):
    """(name, value) of all attributes, by name."""
    members = []
    for name in dir(v):
        try:
            value = getattr(v, name)
        except AttributeError:
            continue
        if predicate is None or predicate(value):
            members.append((name, value))
    return members


def getmro(cls):
    return cls.__mro__


# --- source ---------------------------------------------------------------------------------------

def getfile(v):
    """The file in which an object was defined."""
    if ismodule(v):
        if getattr(v, "__file__", None):
            return v.__file__
        raise TypeError(f"{v!r} is a built-in module")
    if isclass(v):
        module = sys.modules.get(v.__module__)
        if getattr(module, "__file__", None):
            return module.__file__
        if v.__module__ == "__main__":
            raise OSError("source code not available")
        raise TypeError(f"{v!r} is a built-in class")
    code = _code_of(v)
    if code is None:
        raise TypeError("module, class, method, function, traceback, frame, or code object was expected, got "
                        + type(v).__name__)
    return code.co_filename


def _code_of(v):
    if ismethod(v):
        v = v.__func__
    if isfunction(v):
        v = v.__code__
    if istraceback(v):
        v = v.tb_frame
    if isframe(v):
        v = v.f_code
    return v if iscode(v) else None


def getsourcefile(v):
    """The file of an object's source; None where there is none."""
    file = getfile(v)
    return file if linecache.getlines(file) else None


getabsfile = getsourcefile


def getmodulename(path):
    from os.path import basename
    name, dot, ending = basename(path).rpartition(".")
    return name if dot and ending == "py" else None


def getmodule(v, _filename=None):
    if ismodule(v):
        return v
    if hasattr(v, "__module__"):
        return sys.modules.get(v.__module__)
    try:
        file = getfile(v)
    except (TypeError, OSError):
        return None
    for module in list(sys.modules.values()):
        if ismodule(module) and getattr(module, "__file__", None) == file:
            return module
    return None


def findsource(v):
    """All lines of the object's file, and the index of the one where it begins."""
    file = getfile(v)
    lines = linecache.getlines(file)
    if not lines:
        raise OSError("could not get source code")
    if ismodule(v):
        return lines, 0
    if not isclass(v):
        return lines, max(0, _code_of(v).co_firstlineno - 1)
    found = None
    for number, line in enumerate(lines):
        words = line.split()
        if words[:1] == ["class"] and len(words) > 1 and words[1].partition("(")[0].partition(":")[0] == v.__name__:
            depth = len(line) - len(line.lstrip())
            if found is None or depth < found[0]:
                found = depth, number
    if found is None:
        raise OSError("could not find class definition")
    number = found[1]
    while number > 0 and lines[number - 1].strip().startswith("@"):
        number -= 1
    return lines, number


def getblock(lines):
    """The lines of the definition that begins with the first one."""
    import tokenize
    depth, is_open, last = 0, False, 1
    is_line = False  # a lambda: its one logical line
    try:
        for token in tokenize.generate_tokens(iter(lines).__next__):
            if not is_open and token.string in ("def", "class", "lambda") and token.type == tokenize.NAME:
                is_open, is_line = True, token.string == "lambda"
            elif token.type == tokenize.NEWLINE:
                last = token.start[0]
                if is_line or is_open and depth == 0 and not _is_header(lines, last):
                    break
            elif token.type == tokenize.INDENT:
                depth += 1
            elif token.type == tokenize.DEDENT:
                depth -= 1
                if depth <= 0:
                    break
    except (tokenize.TokenError, IndentationError, SyntaxError):
        pass
    return lines[:last]


def _is_header(lines, number):
    return lines[number - 1].split("#")[0].rstrip().endswith(":")


def getsourcelines(v):
    """The lines of an object's source, and the number of the first."""
    v = unwrap(v)
    lines, number = findsource(v)
    if istraceback(v):
        v = v.tb_frame
    if ismodule(v) or isframe(v) and v.f_code.co_name == "<module>":
        return lines, 0
    return getblock(lines[number:]), number + 1


def getsource(v):
    return "".join(getsourcelines(v)[0])


def getcomments(v):
    """The comments right before a definition."""
    try:
        lines, number = findsource(v)
    except (OSError, TypeError):
        return None
    comments = []
    while number > 0 and lines[number - 1].lstrip().startswith("#"):
        number -= 1
        comments.insert(0, lines[number].lstrip())
    return "".join(comments) or None


# --- frames ---------------------------------------------------------------------------------------

Traceback = namedtuple("Traceback", "filename lineno function code_context index")
FrameInfo = namedtuple("FrameInfo", "frame filename lineno function code_context index")
ArgInfo = namedtuple("ArgInfo", "args varargs keywords locals")


def getframeinfo(frame, context=1):
    """Where a frame or traceback stands, with so many lines around it."""
    if istraceback(frame):
        lineno, frame = frame.tb_lineno, frame.tb_frame
    else:
        lineno = frame.f_lineno
    lines, index = None, None
    found = linecache.getlines(frame.f_code.co_filename)
    if context > 0 and found:
        start = max(0, min(lineno - 1 - context // 2, len(found) - context))
        lines, index = found[start:start + context], lineno - 1 - start
    return Traceback(frame.f_code.co_filename, lineno, frame.f_code.co_name, lines, index)


def getouterframes(frame, context=1):
    infos = []
    while frame:
        infos.append(FrameInfo(frame, *getframeinfo(frame, context)))
        frame = frame.f_back
    return infos


def getinnerframes(tb, context=1):
    infos = []
    while tb:
        infos.append(FrameInfo(tb.tb_frame, *getframeinfo(tb, context)))
        tb = tb.tb_next
    return infos


def stack(context=1):
    """The frames of all calls under way, the caller's first."""
    return getouterframes(sys._getframe(1), context)


def trace(context=1):
    return getinnerframes(sys.exc_info()[2], context)


def getargvalues(frame):
    code = frame.f_code
    names = code.co_varnames
    count = code.co_argcount + code.co_kwonlyargcount
    varargs = names[count] if code.co_flags & CO_VARARGS else None
    keywords = names[count + bool(varargs)] if code.co_flags & CO_VARKEYWORDS else None
    return ArgInfo(list(names[:count]), varargs, keywords, frame.f_locals)


# --- what an object says of itself ----------------------------------------------------------------

_ABSENT = object()


def getattr_static(obj, attr, default=_ABSENT):
    """An attribute without asking descriptors, __getattr__ or __getattribute__."""
    places = obj.__mro__ if isclass(obj) else type(obj).__mro__
    if not isclass(obj):
        own = getattr(obj, "__dict__", {})
        if attr in own:
            return own[attr]
    for cls in places:
        if attr in cls.__dict__:
            return cls.__dict__[attr]
    if isclass(obj):
        for cls in type(obj).__mro__:
            if attr in cls.__dict__:
                return cls.__dict__[attr]
    if default is not _ABSENT:
        return default
    raise AttributeError(attr)


def get_annotations(obj, *, globals=None, locals=None, eval_str=False):
    """The annotations of a class, module or callable: a new dict."""
    found = obj.__dict__.get("__annotations__") if isclass(obj) else getattr(obj, "__annotations__", None)
    if not (isclass(obj) or ismodule(obj) or callable(obj)):
        raise TypeError(f"{obj!r} is not a module, class, or callable.")
    if not eval_str:
        return dict(found or {})
    if globals is None:
        module = sys.modules.get(getattr(obj, "__module__", None))
        globals = getattr(unwrap(obj), "__globals__", None) or vars(obj if ismodule(obj) else module)
    if locals is None and isclass(obj):
        locals = dict(vars(obj))
    return {name: eval(value, globals, locals) if isinstance(value, str) else value
            for name, value in (found or {}).items()}


FullArgSpec = namedtuple("FullArgSpec", "args varargs varkw defaults kwonlyargs kwonlydefaults annotations")


def getfullargspec(func):
    """The parameters of a callable, as lists of names."""
    try:
        found = signature(func)
    except (TypeError, ValueError) as error:
        raise TypeError("unsupported callable") from error
    args, defaults, kwonlyargs, kwonlydefaults, annotations = [], [], [], {}, {}
    varargs = varkw = None
    if ismethod(func):
        args.append(func.__func__.__code__.co_varnames[0])
    for name, parameter in found.parameters.items():
        if parameter.kind in (Parameter.POSITIONAL_ONLY, Parameter.POSITIONAL_OR_KEYWORD):
            args.append(name)
            if parameter.default is not Parameter.empty:
                defaults.append(parameter.default)
        elif parameter.kind is Parameter.VAR_POSITIONAL:
            varargs = name
        elif parameter.kind is Parameter.KEYWORD_ONLY:
            kwonlyargs.append(name)
            if parameter.default is not Parameter.empty:
                kwonlydefaults[name] = parameter.default
        else:
            varkw = name
        if parameter.annotation is not Parameter.empty:
            annotations[name] = parameter.annotation
    if found.return_annotation is not Signature.empty:
        annotations["return"] = found.return_annotation
    return FullArgSpec(args, varargs, varkw, tuple(defaults) or None, kwonlyargs, kwonlydefaults or None, annotations)


def getcallargs(func, /, *positional, **named):
    """The values that the parameters would get from a call."""
    bound = signature(func).bind(*positional, **named)
    bound.apply_defaults()
    values = dict(bound.arguments)
    if ismethod(func):
        values = {func.__func__.__code__.co_varnames[0]: func.__self__, **values}
    return values


ClosureVars = namedtuple("ClosureVars", "nonlocals globals builtins unbound")


def getclosurevars(func):
    """What the names that a function does not bind itself stand for."""
    import builtins
    if ismethod(func):
        func = func.__func__
    code = func.__code__
    nonlocals = {name: cell.cell_contents for name, cell in zip(code.co_freevars, func.__closure__ or ())}
    found, built_in, unbound = {}, {}, set()
    for name in code.co_names:
        if name in func.__globals__:
            found[name] = func.__globals__[name]
        elif hasattr(builtins, name):
            built_in[name] = getattr(builtins, name)
        else:
            unbound.add(name)
    return ClosureVars(nonlocals, found, built_in, unbound)


def getclasstree(classes, unique=False):
    """Classes as nested lists of (class, bases)."""
    children, roots = {}, []
    for cls in classes:
        if cls.__bases__:
            for base in cls.__bases__:
                if cls not in children.setdefault(base, []):
                    children[base].append(cls)
                if unique and base in classes:
                    break
        elif cls not in roots:
            roots.append(cls)
    roots += [base for base in children if base not in classes]

    def walk(level):
        result = []
        for cls in sorted(level, key=lambda each: (each.__module__, each.__name__)):
            result.append((cls, cls.__bases__))
            if cls in children:
                result.append(walk(children[cls]))
        return result

    return walk(roots)


def cleandoc(doc):
    """The text of a docstring without its indentation."""
    lines = doc.expandtabs().split("\n")
    margins = [len(line) - len(line.lstrip()) for line in lines[1:] if line.strip()]
    margin = min(margins, default=0)
    lines = [lines[0].lstrip()] + [line[margin:] for line in lines[1:]]
    while lines and not lines[-1]:
        lines.pop()
    while lines and not lines[0]:
        lines.pop(0)
    return "\n".join(lines)


def getdoc(v):
    doc = getattr(v, "__doc__", None)
    return cleandoc(doc) if isinstance(doc, str) else None


def unwrap(function):
    while hasattr(function, "__wrapped__"):
        function = function.__wrapped__
    return function


class _Empty:
    """Stands for no default value and no annotation."""


_KINDS = ("positional-only", "positional or keyword", "variadic positional", "keyword-only", "variadic keyword")


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
