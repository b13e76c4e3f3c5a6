"""Where memory was allocated: snapshots of the traces, statistics, and differences between two."""

from _tracemalloc import (
    _get_object_traceback,
    _get_traces,
    clear_traces,
    get_traceback_limit,
    get_traced_memory,
    get_tracemalloc_memory,
    is_tracing,
    reset_peak,
    start,
    stop,
)

__all__ = ["start", "stop", "is_tracing", "clear_traces", "get_traced_memory", "reset_peak", "get_traceback_limit",
           "get_tracemalloc_memory", "get_object_traceback", "take_snapshot", "Snapshot", "Statistic", "StatisticDiff",
           "Filter", "DomainFilter", "Frame", "Traceback", "Trace", "BaseFilter"]


def _format_size(size, sign):
    for unit in ("B", "KiB", "MiB", "GiB", "TiB"):
        if abs(size) < 100 and unit != "B":
            return ("%+.1f %s" if sign else "%.1f %s") % (size, unit)
        if abs(size) < 10 * 1024 or unit == "TiB":
            return ("%+.0f %s" if sign else "%.0f %s") % (size, unit)
        size /= 1024


class Frame:
    """A line of a file."""

    __slots__ = ("_frame",)

    def __init__(self, frame):
        self._frame = frame

    @property
    def filename(self):
        return self._frame[0]

    @property
    def lineno(self):
        return self._frame[1]

    def __eq__(self, other):
        return self._frame == other._frame if isinstance(other, Frame) else NotImplemented

    def __lt__(self, other):
        return self._frame < other._frame if isinstance(other, Frame) else NotImplemented

    def __le__(self, other):
        return self._frame <= other._frame if isinstance(other, Frame) else NotImplemented

    def __gt__(self, other):
        return self._frame > other._frame if isinstance(other, Frame) else NotImplemented

    def __ge__(self, other):
        return self._frame >= other._frame if isinstance(other, Frame) else NotImplemented

    def __hash__(self):
        return hash(self._frame)

    def __str__(self):
        return "%s:%s" % (self.filename, self.lineno)

    def __repr__(self):
        return "<Frame filename=%r lineno=%r>" % (self.filename, self.lineno)


def _source_line(filename, lineno):
    try:
        with open(filename) as file:
            lines = file.readlines()
        return lines[lineno - 1].strip() if 0 < lineno <= len(lines) else ""
    except (OSError, ValueError):
        return ""


class Traceback:
    """Frames, the oldest first."""

    __slots__ = ("_frames", "_total_nframe")

    def __init__(self, frames, total_nframe=None):
        self._frames = tuple(reversed(frames))
        self._total_nframe = total_nframe

    @property
    def total_nframe(self):
        return self._total_nframe

    def __len__(self):
        return len(self._frames)

    def __getitem__(self, index):
        if isinstance(index, slice):
            return tuple(Frame(frame) for frame in self._frames[index])
        return Frame(self._frames[index])

    def __contains__(self, frame):
        return frame._frame in self._frames

    def __hash__(self):
        return hash(self._frames)

    def __eq__(self, other):
        return self._frames == other._frames if isinstance(other, Traceback) else NotImplemented

    def __lt__(self, other):
        return self._frames < other._frames if isinstance(other, Traceback) else NotImplemented

    def __le__(self, other):
        return self._frames <= other._frames if isinstance(other, Traceback) else NotImplemented

    def __gt__(self, other):
        return self._frames > other._frames if isinstance(other, Traceback) else NotImplemented

    def __ge__(self, other):
        return self._frames >= other._frames if isinstance(other, Traceback) else NotImplemented

    def __str__(self):
        return str(self[0])

    def __repr__(self):
        total = "" if self._total_nframe is None else f" total_nframe={self._total_nframe}"
        return f"<Traceback {tuple(self)}{total}>"

    def format(self, limit=None, most_recent_first=False):
        lines = []
        if limit is not None:
            frames = self[-limit:] if limit > 0 else self[:limit]
        else:
            frames = self[:]
        if most_recent_first:
            frames = reversed(frames)
        for frame in frames:
            lines.append('  File "%s", line %s' % (frame.filename, frame.lineno))
            line = _source_line(frame.filename, frame.lineno)
            if line:
                lines.append("    %s" % line)
        return lines


def get_object_traceback(obj):
    """The traceback of the object's birth; None where it was not traced."""
    frames = _get_object_traceback(obj)
    return None if frames is None else Traceback(frames)


class Trace:
    """One traced object: (domain, size, frames, how many frames there were)."""

    __slots__ = ("_trace",)

    def __init__(self, trace):
        self._trace = trace

    domain = property(lambda self: self._trace[0])
    size = property(lambda self: self._trace[1])
    traceback = property(lambda self: Traceback(*self._trace[2:]))

    def __eq__(self, other):
        return self._trace == other._trace if isinstance(other, Trace) else NotImplemented

    def __hash__(self):
        return hash(self._trace)

    def __str__(self):
        return "%s: %s" % (self.traceback, _format_size(self.size, False))

    def __repr__(self):
        return "<Trace domain=%s size=%s, traceback=%r>" % (self.domain, _format_size(self.size, False), self.traceback)


class Statistic:
    """Size and number of the traces that share a traceback."""

    __slots__ = ("traceback", "size", "count")

    def __init__(self, traceback, size, count):
        self.traceback = traceback
        self.size = size
        self.count = count

    def __hash__(self):
        return hash((self.traceback, self.size, self.count))

    def __eq__(self, other):
        if not isinstance(other, Statistic):
            return NotImplemented
        return (self.traceback, self.size, self.count) == (other.traceback, other.size, other.count)

    def __str__(self):
        text = "%s: size=%s, count=%i" % (self.traceback, _format_size(self.size, False), self.count)
        if self.count:
            text += ", average=%s" % _format_size(self.size / self.count, False)
        return text

    def __repr__(self):
        return "<Statistic traceback=%r size=%i count=%i>" % (self.traceback, self.size, self.count)

    def _sort_key(self):
        return (self.size, self.count, self.traceback)


class StatisticDiff:
    """How a Statistic changed."""

    __slots__ = ("traceback", "size", "size_diff", "count", "count_diff")

    def __init__(self, traceback, size, size_diff, count, count_diff):
        self.traceback = traceback
        self.size = size
        self.size_diff = size_diff
        self.count = count
        self.count_diff = count_diff

    def _values(self):
        return (self.traceback, self.size, self.size_diff, self.count, self.count_diff)

    def __hash__(self):
        return hash(self._values())

    def __eq__(self, other):
        return self._values() == other._values() if isinstance(other, StatisticDiff) else NotImplemented

    def __str__(self):
        text = "%s: size=%s (%s), count=%i (%+i)" % (
            self.traceback, _format_size(self.size, False), _format_size(self.size_diff, True), self.count,
            self.count_diff)
        if self.count:
            text += ", average=%s" % _format_size(self.size / self.count, False)
        return text

    def __repr__(self):
        return "<StatisticDiff traceback=%r size=%i (%+i) count=%i (%+i)>" % self._values()

    def _sort_key(self):
        return (abs(self.size_diff), self.size, abs(self.count_diff), self.count, self.traceback)


class BaseFilter:
    def __init__(self, inclusive):
        self.inclusive = inclusive


class Filter(BaseFilter):
    """Keeps (or drops) traces by file name pattern and line."""

    def __init__(self, inclusive, filename_pattern, lineno=None, all_frames=False, domain=None):
        super().__init__(inclusive)
        self._filename_pattern = filename_pattern[:-1] if filename_pattern.endswith(".pyc") else filename_pattern
        self.lineno = lineno
        self.all_frames = all_frames
        self.domain = domain

    @property
    def filename_pattern(self):
        return self._filename_pattern

    def _match_frame(self, filename, lineno):
        return _glob(filename, self._filename_pattern) and self.lineno in (None, lineno)

    def _match_traceback(self, frames):
        asked = frames if self.all_frames else frames[:1]
        return any(self._match_frame(filename, lineno) for filename, lineno in asked) == bool(self.inclusive)

    def _match(self, trace):
        domain, _, frames, _ = trace
        found = self._match_traceback(frames)
        if self.domain is None:
            return found
        return found and domain == self.domain if self.inclusive else found or domain != self.domain


class DomainFilter(BaseFilter):
    def __init__(self, inclusive, domain):
        super().__init__(inclusive)
        self._domain = domain

    @property
    def domain(self):
        return self._domain

    def _match(self, trace):
        return (trace[0] == self._domain) == bool(self.inclusive)


def _in_class(character, members):
    """Is the character in what stands between [ and ]? A class that begins with ! is turned round."""
    wanted = not members.startswith("!")
    members = members if wanted else members[1:]
    i = 0
    while i < len(members):
        last = members[i + 2] if members[i + 1:i + 2] == "-" and i + 2 < len(members) else members[i]
        if members[i] <= character <= last:
            return wanted
        i += 1 if last is members[i] else 3
    return not wanted


def _glob(name, pattern):
    """Does the name match the pattern, with *, ? and [classes] as in file names?"""
    i = j = 0
    star = mark = -1
    while i < len(name):
        end = pattern.find("]", j + 2) if j < len(pattern) and pattern[j] == "[" else -1
        if end >= 0 and _in_class(name[i], pattern[j + 1:end]):
            i, j = i + 1, end + 1
        elif end < 0 and j < len(pattern) and pattern[j] != "*" and pattern[j] in ("?", name[i]):
            i, j = i + 1, j + 1
        elif j < len(pattern) and pattern[j] == "*":
            star, mark, j = j, i, j + 1
        elif star >= 0:
            mark += 1
            i, j = mark, star + 1
        else:
            return False
    return pattern[j:].strip("*") == ""


class _Traces:
    """The traces of a snapshot, as a sequence of Trace."""

    def __init__(self, traces):
        self._traces = traces

    def __len__(self):
        return len(self._traces)

    def __getitem__(self, index):
        if isinstance(index, slice):
            return tuple(Trace(trace) for trace in self._traces[index])
        return Trace(self._traces[index])

    def __contains__(self, trace):
        return trace._trace in self._traces


class Snapshot:
    """The traces of one moment."""

    def __init__(self, traces, traceback_limit):
        self.traces = _Traces(traces)
        self.traceback_limit = traceback_limit

    def filter_traces(self, filters):
        """A new snapshot: what an inclusive filter keeps (all, if there is none) and no other drops."""
        if not hasattr(filters, "__iter__"):
            raise TypeError("filters must be a list of filters, not %s" % type(filters).__name__)
        filters = list(filters)
        if not filters:
            return Snapshot(list(self.traces._traces), self.traceback_limit)
        include = [item for item in filters if item.inclusive]
        exclude = [item for item in filters if not item.inclusive]
        kept = [trace for trace in self.traces._traces
                if (not include or any(item._match(trace) for item in include))
                and all(item._match(trace) for item in exclude)]
        return Snapshot(kept, self.traceback_limit)

    def _group_by(self, key_type, cumulative):
        if key_type not in ("traceback", "filename", "lineno"):
            raise ValueError("unknown key_type: %r" % (key_type,))
        if cumulative and key_type not in ("lineno", "filename"):
            raise ValueError("cumulative mode cannot by used with key type %r" % key_type)
        sums = {}
        for _, size, frames, _ in self.traces._traces:
            if key_type == "traceback":
                keys = [frames]
            elif key_type == "lineno":
                keys = [(frame,) for frame in (frames if cumulative else frames[:1])]
            else:
                keys = [((filename, 0),) for filename, _ in (frames if cumulative else frames[:1])]
            for key in keys:
                known = sums.get(key)
                if known is None:
                    sums[key] = [size, 1]
                else:
                    known[0] += size
                    known[1] += 1
        return {Traceback(key): Statistic(Traceback(key), size, count) for key, (size, count) in sums.items()}

    def statistics(self, key_type, cumulative=False):
        """A list of Statistic, the largest first."""
        found = list(self._group_by(key_type, cumulative).values())
        found.sort(reverse=True, key=Statistic._sort_key)
        return found

    def compare_to(self, old_snapshot, key_type, cumulative=False):
        """A list of StatisticDiff, the largest change first."""
        new = self._group_by(key_type, cumulative)
        old = old_snapshot._group_by(key_type, cumulative)
        found = []
        for traceback, stat in new.items():
            before = old.pop(traceback, None)
            size, count = (before.size, before.count) if before is not None else (0, 0)
            found.append(StatisticDiff(traceback, stat.size, stat.size - size, stat.count, stat.count - count))
        for traceback, stat in old.items():
            found.append(StatisticDiff(traceback, 0, -stat.size, 0, -stat.count))
        found.sort(reverse=True, key=StatisticDiff._sort_key)
        return found


def take_snapshot():
    if not is_tracing():
        raise RuntimeError("the tracemalloc module must be tracing memory allocations to take a snapshot")
    return Snapshot(_get_traces(), get_traceback_limit())
