"""Warnings: shown on stderr once for each place, or raised, or kept, as filters say."""

import sys

__all__ = ["warn", "warn_explicit", "showwarning", "formatwarning", "filterwarnings", "simplefilter",
           "resetwarnings", "catch_warnings"]

_ACTIONS = ("default", "error", "ignore", "always", "module", "once")

# (action, text that the message begins with, category, module, line); the first that fits decides
filters = [("default", "", DeprecationWarning, "__main__", 0), ("ignore", "", DeprecationWarning, "", 0),
           ("ignore", "", PendingDeprecationWarning, "", 0), ("ignore", "", ImportWarning, "", 0),
           ("ignore", "", ResourceWarning, "", 0)]
_seen = {}


class WarningMessage:
    """One warning, as catch_warnings(record=True) keeps it."""

    def __init__(self, message, category, filename, lineno, file=None, line=None, source=None):
        self.message = message
        self.category = category
        self.filename = filename
        self.lineno = lineno
        self.file = file
        self.line = line
        self.source = source

    def __str__(self):
        return (f"{{message : {self.message!r}, category : {self.category.__name__!r}, "
                f"filename : {self.filename!r}, lineno : {self.lineno}, line : {self.line!r}}}")


def formatwarning(message, category, filename, lineno, line=None):
    """The text that showwarning prints."""
    if line is None:
        import linecache
        line = linecache.getline(filename, lineno)
    text = f"{filename}:{lineno}: {category.__name__}: {message}\n"
    return text + f"  {line.strip()}\n" if line.strip() else text


def _allocation(message):
    """Where the object that the warning is about was made, or how to learn it."""
    if message.source is None:
        return ""
    try:
        import tracemalloc
    except ImportError:
        return ""
    traceback = tracemalloc.get_object_traceback(message.source)
    if traceback is not None:
        return "Object allocated at (most recent call last):\n" + "".join(f"{x}\n" for x in traceback.format())
    if tracemalloc.is_tracing():
        return ""
    return f"{message.category.__name__}: Enable tracemalloc to get the object allocation traceback\n"


def showwarning(message, category, filename, lineno, file=None, line=None):
    """Prints a warning."""
    stream = sys.stderr if file is None else file
    if stream is not None:
        stream.write(formatwarning(message, category, filename, lineno, line))


_show_plainly = showwarning


def _show(message):
    if showwarning is _show_plainly and message.source is not None and sys.stderr is not None:
        sys.stderr.write(formatwarning(message.message, message.category, message.filename, message.lineno,
                                       message.line) + _allocation(message))
    else:
        showwarning(message.message, message.category, message.filename, message.lineno, message.file,
                    message.line)


def simplefilter(action, category=Warning, lineno=0, append=False):
    """A filter for all messages of a category."""
    filterwarnings(action, "", category, "", lineno, append)


def filterwarnings(action, message="", category=Warning, module="", lineno=0, append=False):
    """A filter; the message is the beginning of the text, not a pattern."""
    assert action in _ACTIONS, f"invalid action: {action!r}"
    item = (action, message, category, module, lineno)
    if item in filters:
        filters.remove(item)
    if append:
        filters.append(item)
    else:
        filters.insert(0, item)
    _seen.clear()


def resetwarnings():
    """Forgets all filters."""
    filters.clear()
    _seen.clear()


def _action(text, category, module, lineno):
    for action, beginning, wanted, wanted_module, line in filters:
        if (issubclass(category, wanted) and text.lower().startswith(beginning.lower())
                and (not wanted_module or module == wanted_module) and line in (0, lineno)):
            return action
    return "default"


def warn_explicit(message, category, filename, lineno, module=None, registry=None, module_globals=None,
                  source=None):
    """A warning about a given place."""
    text = str(message)
    if isinstance(message, Warning):
        category = message.__class__
    else:
        message = category(message)
    action = _action(text, category, module or filename, lineno)
    if action == "ignore":
        return
    if action == "error":
        raise message
    key = {"default": (text, category, filename, lineno), "module": (text, category, filename),
           "once": (text, category)}.get(action)
    if key is not None and registry is not None:
        if key in registry:
            return
        registry[key] = True
    _show(WarningMessage(message, category, filename, lineno, source=source))


def warn(message, category=None, stacklevel=1, source=None):
    """A warning about the place of the call; stacklevel 2 is its caller, and so on."""
    if isinstance(message, Warning):
        category = message.__class__
    elif category is None:
        category = UserWarning
    elif not (isinstance(category, type) and issubclass(category, Warning)):
        raise TypeError(f"category must be a Warning subclass, not '{type(category).__name__}'")
    try:
        frame = sys._getframe(stacklevel)
    except ValueError:
        warn_explicit(message, category, "sys", 1, "sys", _seen, source=source)
        return
    namespace = frame.f_globals
    warn_explicit(message, category, frame.f_code.co_filename, frame.f_lineno, namespace.get("__name__"),
                  _seen, source=source)


def _warn_unawaited_coroutine(coroutine):
    """What the end of a coroutine that nobody has awaited calls."""
    warn(f"coroutine '{coroutine.__qualname__}' was never awaited", RuntimeWarning, 2, coroutine)


class catch_warnings:
    """Keeps filters as they were; with record=True, warnings go into a list instead of stderr."""

    def __init__(self, *, record=False, module=None, action=None, category=Warning, lineno=0, append=False):
        self._record = record
        self._filter = None if action is None else (action, category, lineno, append)

    def __enter__(self):
        global _show
        self._filters = filters[:]
        self._shown = _show
        _seen.clear()
        if self._filter is not None:
            simplefilter(*self._filter)
        if self._record:
            log = []
            _show = log.append
            return log
        return None

    def __exit__(self, *exc):
        global _show
        filters[:] = self._filters
        _show = self._shown
        _seen.clear()


def _deprecated(name, message="{name!r} is deprecated and slated for removal in Python {remove}", *, remove,
                _version=None):
    """What modules of the installed library warn with."""
    warn(message.format(name=name, remove=f"{remove[0]}.{remove[1]}"), DeprecationWarning, stacklevel=3)
