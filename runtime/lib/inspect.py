"""What things are, and how functions are called.

The kinds of things and the signatures are in _inspect_kinds and _inspect_signature, which call themselves inspect
too; here are the source of objects, frames, and what an object says of itself.
"""

import linecache
import sys
from collections import namedtuple

from _inspect_kinds import (
    CORO_CLOSED, CORO_CREATED, CORO_RUNNING, CORO_SUSPENDED, CO_ASYNC_GENERATOR, CO_COROUTINE, CO_GENERATOR,
    CO_ITERABLE_COROUTINE, CO_NESTED, CO_NEWLOCALS, CO_OPTIMIZED, CO_VARARGS, CO_VARKEYWORDS, GEN_CLOSED, GEN_CREATED,
    GEN_RUNNING, GEN_SUSPENDED, getcoroutinelocals, getcoroutinestate, getgeneratorlocals, getgeneratorstate,
    isabstract, isasyncgen, isasyncgenfunction, isawaitable, isbuiltin, isclass, iscode, iscoroutine,
    iscoroutinefunction, isdatadescriptor, isframe, isfunction, isgenerator, isgeneratorfunction, isgetsetdescriptor,
    ismemberdescriptor, ismethod, ismethoddescriptor, ismethodwrapper, ismodule, isroutine, istraceback)
from _inspect_signature import (BoundArguments, Parameter, Signature, _Empty, formatannotation, signature, unwrap)


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
