"""Tracebacks as text and as data. The text of exceptions is the interpreter's own (_traceback)."""

import sys
from _traceback import format_exception as _format, format_traceback as _format_traceback
from linecache import getline

__all__ = ["extract_stack", "extract_tb", "format_exception", "format_exception_only", "format_list",
           "format_stack", "format_tb", "print_exc", "format_exc", "print_exception", "print_last",
           "print_stack", "print_tb", "FrameSummary", "StackSummary", "TracebackException", "walk_stack",
           "walk_tb", "clear_frames"]

_given = object()


class FrameSummary:
    """One entry of a traceback."""

    __slots__ = ("filename", "lineno", "name", "_line", "locals")

    def __init__(self, filename, lineno, name, *, lookup_line=True, locals=None, line=None):
        self.filename = filename
        self.lineno = lineno
        self.name = name
        self._line = line
        self.locals = locals and {key: repr(value) for key, value in locals.items()}

    @property
    def line(self):
        if self._line is None:
            self._line = getline(self.filename, self.lineno)
        return self._line.strip()

    def __iter__(self):
        return iter([self.filename, self.lineno, self.name, self.line])

    def __getitem__(self, position):
        return (self.filename, self.lineno, self.name, self.line)[position]

    def __len__(self):
        return 4

    def __eq__(self, other):
        return tuple(self) == tuple(other)

    def __repr__(self):
        return f"<FrameSummary file {self.filename}, line {self.lineno} in {self.name}>"


class StackSummary(list):
    """The entries of a traceback."""

    @classmethod
    def extract(cls, frames, *, limit=None, lookup_lines=True, capture_locals=False):
        entries = [FrameSummary(frame.f_code.co_filename, line, frame.f_code.co_name,
                                locals=frame.f_locals if capture_locals else None) for frame, line in frames]
        if limit is not None:
            entries = entries[:limit] if limit >= 0 else entries[limit:]
        return cls(entries)

    def format(self):
        lines = []
        for entry in self:
            text = f'  File "{entry.filename}", line {entry.lineno}, in {entry.name}\n'
            lines.append(text + f"    {entry.line}\n" if entry.line else text)
        return lines


def walk_tb(tb):
    while tb is not None:
        yield tb.tb_frame, tb.tb_lineno
        tb = tb.tb_next


def walk_stack(frame):
    frame = sys._getframe(1) if frame is None else frame
    while frame is not None:
        yield frame, frame.f_lineno
        frame = frame.f_back


def extract_tb(tb, limit=None):
    return StackSummary.extract(walk_tb(tb), limit=limit)


def extract_stack(f=None, limit=None):
    frames = list(walk_stack(sys._getframe(1) if f is None else f))
    stack = StackSummary.extract(frames[:limit] if limit is not None and limit >= 0 else frames)
    stack.reverse()
    return stack


def format_list(extracted_list):
    return StackSummary(FrameSummary(*entry[:3], line=entry[3]) for entry in extracted_list).format()


def _joined(lines):
    """The lines, those of one entry of a traceback joined."""
    entries = []
    for line in lines:
        if line.startswith("    ") and entries and entries[-1].startswith("  File "):
            entries[-1] += line
        else:
            entries.append(line)
    return entries


def _limited(entries, limit):
    return entries if limit is None else entries[:limit] if limit >= 0 else entries[limit:]


def format_tb(tb, limit=None):
    if tb is None:
        return []
    return _limited(_joined(_format_traceback(tb).splitlines(True)[1:]), limit)


def format_stack(f=None, limit=None):
    return extract_stack(sys._getframe(1) if f is None else f, limit).format()


def _format_alone(exception, tb):
    """The exception with this traceback, and without those that it came from."""
    traceback, exception.__traceback__ = exception.__traceback__, tb
    context, cause = exception.__context__, exception.__cause__
    suppressed = exception.__suppress_context__
    exception.__context__ = exception.__cause__ = None
    try:
        return _joined(_format(exception).splitlines(True))
    finally:
        exception.__context__, exception.__cause__ = context, cause
        exception.__suppress_context__ = suppressed
        exception.__traceback__ = traceback


def _format_chained(exception, tb, limit, chain):
    lines = []
    before, reason = exception.__cause__, "The above exception was the direct cause of the following exception"
    if before is None and not exception.__suppress_context__:
        before, reason = exception.__context__, "During handling of the above exception, another exception occurred"
    if chain and before is not None:
        lines += _format_chained(before, before.__traceback__, limit, chain)
        lines.append(f"\n{reason}:\n\n")
    if limit is None or tb is None:
        return lines + _format_alone(exception, tb)
    lines += ["Traceback (most recent call last):\n", *format_tb(tb, limit)]
    return lines + _format_alone(exception, None)


def format_exception_only(exc, value=_given):
    exception = exc if value is _given else value
    return ["NoneType: None\n"] if exception is None else _format_alone(exception, None)


def format_exception(exc, value=_given, tb=_given, limit=None, chain=True):
    exception = exc if value is _given else value
    if exception is None:
        return ["NoneType: None\n"]
    tb = exception.__traceback__ if tb is _given else tb
    if limit is None and chain and tb is exception.__traceback__:
        return _joined(_format(exception).splitlines(True))
    return _format_chained(exception, tb, limit, chain)


def format_exc(limit=None, chain=True):
    return "".join(format_exception(sys.exception(), limit=limit, chain=chain))


def print_exception(exc, value=_given, tb=_given, limit=None, file=None, chain=True):
    print("".join(format_exception(exc, value, tb, limit, chain)), end="", file=sys.stderr if file is None else file)


def print_exc(limit=None, file=None, chain=True):
    print_exception(sys.exception(), limit=limit, file=file, chain=chain)


def print_last(limit=None, file=None, chain=True):
    print_exception(sys.last_value, limit=limit, file=file, chain=chain)


def print_tb(tb, limit=None, file=None):
    print("".join(format_tb(tb, limit)), end="", file=sys.stderr if file is None else file)


def print_stack(f=None, limit=None, file=None):
    frame = sys._getframe(1) if f is None else f
    print("".join(format_stack(frame, limit)), end="", file=sys.stderr if file is None else file)


class TracebackException:
    """An exception, as it can be printed later."""

    def __init__(self, exc_type, exc_value, exc_traceback, *, limit=None, lookup_lines=True, capture_locals=False,
                 compact=False, max_group_width=15, max_group_depth=10, _seen=None):
        self.exc_type = exc_type
        self.stack = StackSummary.extract(walk_tb(exc_traceback), limit=limit, capture_locals=capture_locals)
        self._str = str(exc_value)
        self._chained = _format_chained(exc_value, exc_traceback, limit, True)
        self._alone = _format_chained(exc_value, exc_traceback, limit, False)
        self._last = format_exception_only(exc_value)
        self.__suppress_context__ = exc_value is not None and exc_value.__suppress_context__
        self.__notes__ = getattr(exc_value, "__notes__", None)
        seen = {id(exc_value)} | (_seen or set())

        def described(exception):
            if exception is None or id(exception) in seen:
                return None
            return TracebackException(type(exception), exception, exception.__traceback__, limit=limit,
                                      capture_locals=capture_locals, _seen=seen)

        self.__cause__ = described(getattr(exc_value, "__cause__", None))
        self.__context__ = described(getattr(exc_value, "__context__", None))

    @classmethod
    def from_exception(cls, exc, *args, **kwargs):
        return cls(type(exc), exc, exc.__traceback__, *args, **kwargs)

    def __eq__(self, other):
        return self.__dict__ == other.__dict__ if isinstance(other, TracebackException) else NotImplemented

    def __str__(self):
        return self._str

    def format(self, *, chain=True):
        yield from self._chained if chain else self._alone

    def format_exception_only(self):
        yield from self._last

    def print(self, *, file=None, chain=True):
        print("".join(self.format(chain=chain)), end="", file=sys.stderr if file is None else file)


def clear_frames(tb):
    """Drops the local variables of all frames of a traceback."""
    while tb is not None:
        try:
            tb.tb_frame.clear()
        except RuntimeError:
            pass
        tb = tb.tb_next
