"""Messages of a program about itself, by level and by name."""

import sys
import time

CRITICAL, ERROR, WARNING, INFO, DEBUG, NOTSET = 50, 40, 30, 20, 10, 0
FATAL, WARN = CRITICAL, WARNING
_level_names = {CRITICAL: "CRITICAL", ERROR: "ERROR", WARNING: "WARNING", INFO: "INFO", DEBUG: "DEBUG", NOTSET: "NOTSET"}
BASIC_FORMAT = "%(levelname)s:%(name)s:%(message)s"
raiseExceptions = True


def getLevelName(level):
    if level in _level_names:
        return _level_names[level]
    for number, name in _level_names.items():
        if name == level:
            return number
    return f"Level {level}"


def addLevelName(level, name):
    _level_names[level] = name


def _check_level(level):
    if isinstance(level, int):
        return level
    number = getLevelName(level)
    if not isinstance(number, int):
        raise ValueError(f"Unknown level: {level!r}")
    return number


class LogRecord:
    """One message, and where it comes from."""

    def __init__(self, name, level, pathname, lineno, msg, args, exc_info, func=None):
        self.name = name
        self.msg = msg
        self.args = args[0] if len(args) == 1 and isinstance(args[0], dict) and args[0] else args
        self.levelname = getLevelName(level)
        self.levelno = level
        self.pathname = pathname
        self.filename = pathname.rpartition("/")[2]
        self.module = self.filename.rpartition(".")[0] or self.filename
        self.lineno = lineno
        self.funcName = func
        self.exc_info = exc_info
        self.created = time.time()
        self.msecs = int(self.created % 1 * 1000)
        self.threadName = "MainThread"
        self.process = 0

    def getMessage(self):
        text = str(self.msg)
        return text % self.args if self.args else text


class Formatter:
    """Makes the text of a message."""

    default_time_format = "%Y-%m-%d %H:%M:%S"

    def __init__(self, fmt=None, datefmt=None, style="%", validate=True):
        self._format = fmt or "%(message)s"
        self._style = style
        self.datefmt = datefmt

    def formatTime(self, record, datefmt=None):
        moment = time.localtime(record.created)
        if datefmt:
            return time.strftime(datefmt, moment)
        return f"{time.strftime(self.default_time_format, moment)},{record.msecs:03d}"

    def formatException(self, exc_info):
        import traceback
        return "".join(traceback.format_exception(exc_info[1])).rstrip("\n")

    def format(self, record):
        record.message = record.getMessage()
        if "asctime" in self._format:
            record.asctime = self.formatTime(record, self.datefmt)
        values = record.__dict__
        text = self._format % values if self._style == "%" else self._format.format(**values)
        if record.exc_info and record.exc_info[1]:
            text += "\n" + self.formatException(record.exc_info)
        return text


class Filterer:
    """Filters decide which messages pass."""

    def __init__(self):
        self.filters = []

    def addFilter(self, filter):
        if filter not in self.filters:
            self.filters.append(filter)

    def removeFilter(self, filter):
        if filter in self.filters:
            self.filters.remove(filter)

    def filter(self, record):
        return all(f.filter(record) if hasattr(f, "filter") else f(record) for f in self.filters)


class Handler(Filterer):
    """Takes messages somewhere."""

    def __init__(self, level=NOTSET):
        super().__init__()
        self.level = _check_level(level)
        self.formatter = None

    def setLevel(self, level):
        self.level = _check_level(level)

    def setFormatter(self, formatter):
        self.formatter = formatter

    def format(self, record):
        return (self.formatter or Formatter()).format(record)

    def handle(self, record):
        if self.filter(record):
            self.emit(record)

    def emit(self, record):
        raise NotImplementedError("emit must be implemented by Handler subclasses")

    def flush(self):
        pass

    def close(self):
        pass


class StreamHandler(Handler):
    """To a stream; None: to stderr."""

    terminator = "\n"

    def __init__(self, stream=None):
        super().__init__()
        self.stream = stream

    def emit(self, record):
        (self.stream or sys.stderr).write(self.format(record) + self.terminator)

    def flush(self):
        (self.stream or sys.stderr).flush()


class FileHandler(StreamHandler):
    """To a file."""

    def __init__(self, filename, mode="a", encoding=None):
        super().__init__(open(filename, mode))

    def close(self):
        self.stream.close()


class NullHandler(Handler):
    """To nowhere."""

    def emit(self, record):
        pass


class Logger(Filterer):
    """Where messages are given; its handlers and its parent's get them."""

    def __init__(self, name, level=NOTSET):
        super().__init__()
        self.name = name
        self.level = _check_level(level)
        self.parent = None
        self.propagate = True
        self.handlers = []
        self.disabled = False

    def __repr__(self):
        return f"<{type(self).__name__} {self.name} ({getLevelName(self.getEffectiveLevel())})>"

    def setLevel(self, level):
        self.level = _check_level(level)

    def getEffectiveLevel(self):
        logger = self
        while logger and not logger.level:
            logger = logger.parent
        return logger.level if logger else NOTSET

    def isEnabledFor(self, level):
        return not self.disabled and level >= self.getEffectiveLevel()

    def addHandler(self, handler):
        if handler not in self.handlers:
            self.handlers.append(handler)

    def removeHandler(self, handler):
        if handler in self.handlers:
            self.handlers.remove(handler)

    def hasHandlers(self):
        return bool(self.handlers) or bool(self.propagate and self.parent and self.parent.hasHandlers())

    def getChild(self, suffix):
        return getLogger(suffix if self.name == "root" else f"{self.name}.{suffix}")

    def _log(self, level, msg, args, exc_info=None, extra=None, stack_info=False, stacklevel=1):
        frame = sys._getframe(1 + stacklevel)
        if exc_info is True:
            exc_info = sys.exc_info()
        elif isinstance(exc_info, BaseException):
            exc_info = (type(exc_info), exc_info, exc_info.__traceback__)
        record = LogRecord(self.name, level, frame.f_code.co_filename, frame.f_lineno, msg, args, exc_info,
                           frame.f_code.co_name)
        record.__dict__.update(extra or {})
        self.handle(record)

    def handle(self, record):
        if self.disabled or not self.filter(record):
            return
        logger, found = self, False
        while logger:
            for handler in logger.handlers:
                found = True
                if record.levelno >= handler.level:
                    handler.handle(record)
            logger = logger.parent if logger.propagate else None
        if not found and record.levelno >= WARNING:
            sys.stderr.write(Formatter().format(record) + "\n")

    def debug(self, msg, *args, **options):
        if self.isEnabledFor(DEBUG):
            self._log(DEBUG, msg, args, **options)

    def info(self, msg, *args, **options):
        if self.isEnabledFor(INFO):
            self._log(INFO, msg, args, **options)

    def warning(self, msg, *args, **options):
        if self.isEnabledFor(WARNING):
            self._log(WARNING, msg, args, **options)

    warn = warning

    def error(self, msg, *args, **options):
        if self.isEnabledFor(ERROR):
            self._log(ERROR, msg, args, **options)

    def exception(self, msg, *args, exc_info=True, **options):
        if self.isEnabledFor(ERROR):
            self._log(ERROR, msg, args, exc_info=exc_info, **options)

    def critical(self, msg, *args, **options):
        if self.isEnabledFor(CRITICAL):
            self._log(CRITICAL, msg, args, **options)

    def log(self, level, msg, *args, **options):
        if self.isEnabledFor(level):
            self._log(level, msg, args, **options)


root = Logger("root", WARNING)
_loggers = {}


def getLogger(name=None):
    """The logger with this name; without one, the root of all."""
    if not name or name == "root":
        return root
    if name not in _loggers:
        logger = _loggers[name] = Logger(name)
        parent = name.rpartition(".")[0]
        logger.parent = getLogger(parent) if parent else root
    return _loggers[name]


def basicConfig(*, filename=None, filemode="a", format=BASIC_FORMAT, datefmt=None, style="%", level=None,
                stream=None, handlers=None, force=False, encoding=None, errors=None):
    """Gives the root logger a handler, unless it has one."""
    if force:
        root.handlers.clear()
    if root.handlers:
        return
    if handlers is None:
        handlers = [FileHandler(filename, filemode) if filename else StreamHandler(stream)]
    for handler in handlers:
        if handler.formatter is None:
            handler.setFormatter(Formatter(format, datefmt, style))
        root.addHandler(handler)
    if level is not None:
        root.setLevel(level)


def _root_method(name):
    def call(msg, *args, stacklevel=1, **options):
        if not root.handlers:
            basicConfig()
        getattr(root, name)(msg, *args, stacklevel=stacklevel + 1, **options)

    call.__name__ = name
    return call


debug, info, warning, error, exception, critical = map(
    _root_method, ("debug", "info", "warning", "error", "exception", "critical"))


def log(level, msg, *args, **options):
    if not root.handlers:
        basicConfig()
    root.log(level, msg, *args, **options)


def disable(level=CRITICAL):
    root.setLevel(level + 1)


def shutdown():
    for handler in root.handlers:
        handler.flush()
