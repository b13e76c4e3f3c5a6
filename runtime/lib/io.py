"""Streams: files as open() makes them, and text and bytes in memory."""

import sys

SEEK_SET, SEEK_CUR, SEEK_END = 0, 1, 2
DEFAULT_BUFFER_SIZE = 8192
open = open
TextIOWrapper = type(sys.stdout)


class UnsupportedOperation(OSError, ValueError):
    """What this stream cannot do."""


class _MemoryStream:
    """Content in memory and a position in it; the kinds differ in what the content is."""

    def __init__(self, initial):
        self._content = initial
        self._position = 0
        self.closed = False

    def _check(self):
        if self.closed:
            raise ValueError("I/O operation on closed file.")

    def __enter__(self):
        self._check()
        return self

    def __exit__(self, *exc):
        self.close()

    def __iter__(self):
        self._check()
        return self

    def __next__(self):
        line = self.readline()
        if not line:
            raise StopIteration
        return line

    def close(self):
        self.closed = True
        self._content = self._empty

    def flush(self):
        self._check()

    def isatty(self):
        return False

    def readable(self):
        return True

    def writable(self):
        return True

    def seekable(self):
        return True

    def getvalue(self):
        self._check()
        return self._content

    def tell(self):
        self._check()
        return self._position

    def seek(self, offset, whence=SEEK_SET):
        self._check()
        start = {SEEK_SET: 0, SEEK_CUR: self._position, SEEK_END: len(self._content)}[whence]
        if offset + start < 0:
            raise ValueError(f"Negative seek position {offset}")
        self._position = start + offset
        return self._position

    def truncate(self, size=None):
        self._check()
        size = self._position if size is None else size
        self._content = self._content[:size]
        return size

    def read(self, size=-1):
        self._check()
        end = len(self._content) if size is None or size < 0 else self._position + size
        result = self._content[self._position:end]
        self._position = max(self._position, min(end, len(self._content)))
        return result

    def readline(self, size=-1):
        self._check()
        end = self._content.find(self._newline, self._position) + 1
        end = end or len(self._content)
        if size is not None and size >= 0:
            end = min(end, self._position + size)
        return self.read(max(0, end - self._position))

    def readlines(self, hint=-1):
        return list(self)

    def writelines(self, lines):
        for line in lines:
            self.write(line)

    def _put(self, data):
        before, end = self._content, self._position + len(data)
        if self._position == len(before):
            self._content = before + data
        else:
            gap = self._pad * (self._position - len(before))
            self._content = before[:self._position] + gap + data + before[end:]
        self._position = end
        return len(data)


class StringIO(_MemoryStream):
    """Text in memory, as a file."""

    _empty, _newline, _pad = "", "\n", "\0"
    encoding = errors = None

    def __init__(self, initial_value="", newline="\n"):
        if initial_value is not None and not isinstance(initial_value, str):
            raise TypeError(f"initial_value must be str or None, not {type(initial_value).__name__}")
        super().__init__(initial_value or "")

    def write(self, text):
        if not isinstance(text, str):
            raise TypeError(f"string argument expected, got {type(text).__name__!r}")
        self._check()
        return self._put(text)


class BytesIO(_MemoryStream):
    """Bytes in memory, as a file."""

    _empty, _newline, _pad = b"", b"\n", b"\0"

    def __init__(self, initial_bytes=b""):
        super().__init__(bytes(initial_bytes))

    def write(self, data):
        if isinstance(data, str):
            raise TypeError("a bytes-like object is required, not 'str'")
        self._check()
        return self._put(bytes(data))

    def getbuffer(self):
        return memoryview(self.getvalue())
