"""Files in memory: StringIO and BytesIO. Files on disk are built in (open)."""

__all__ = ["BytesIO", "StringIO", "SEEK_CUR", "SEEK_END", "SEEK_SET", "UnsupportedOperation", "open"]

open = open
SEEK_SET, SEEK_CUR, SEEK_END = 0, 1, 2
DEFAULT_BUFFER_SIZE = 8192


class UnsupportedOperation(OSError, ValueError):
    pass


class IOBase:
    """What the files in memory share: the content in ._data, the place in ._place."""

    closed = False
    _empty = ""
    _newline = "\n"

    def _check(self):
        if self.closed:
            raise ValueError("I/O operation on closed file")

    def close(self):
        self.closed = True
        self._data = self._empty

    def __enter__(self):
        self._check()
        return self

    def __exit__(self, kind, value, traceback):
        self.close()

    def __iter__(self):
        self._check()
        return self

    def __next__(self):
        line = self.readline()
        if not line:
            raise StopIteration
        return line

    def readable(self):
        self._check()
        return True

    writable = seekable = readable

    def isatty(self):
        self._check()
        return False

    def flush(self):
        self._check()

    def fileno(self):
        raise UnsupportedOperation("fileno")

    def tell(self):
        self._check()
        return self._place

    def seek(self, offset, whence=SEEK_SET):
        self._check()
        if whence == SEEK_SET and offset < 0:
            raise ValueError(f"Negative seek position {offset}")
        start = (0, self._place, len(self.getvalue()))[whence]
        self._place = max(0, start + offset)
        return self._place

    def truncate(self, size=None):
        self._check()
        size = self._place if size is None else size
        self._data = self.getvalue()[:size]
        return size

    def read(self, size=-1):
        self._check()
        data = self.getvalue()
        end = len(data) if size is None or size < 0 else self._place + size
        part = data[self._place:end]
        self._place += len(part)
        return part

    def readline(self, size=-1):
        self._check()
        data = self.getvalue()
        end = data.find(self._newline, self._place) + 1 or len(data)
        if size is not None and 0 <= size < end - self._place:
            end = self._place + size
        part = data[self._place:end]
        self._place += len(part)
        return part

    def readlines(self, hint=-1):
        return list(self)

    def writelines(self, lines):
        for line in lines:
            self.write(line)

    def _put(self, part):
        """Writes at the place, over what is there, behind blanks where it lies beyond the end."""
        data = self.getvalue()
        if self._place > len(data):
            data += self._blank * (self._place - len(data))
        self._data = data[:self._place] + part + data[self._place + len(part):]
        self._place += len(part)
        return len(part)


class TextIOBase(IOBase):
    pass


class StringIO(TextIOBase):
    """Text in memory. What is appended is kept in parts until somebody asks for the whole."""

    _blank = "\0"

    def __init__(self, initial_value="", newline="\n"):
        self._data = initial_value or ""
        self._parts = []
        self._place = 0
        self._length = len(self._data)

    def getvalue(self):
        self._check()
        if self._parts:
            self._data += "".join(self._parts)
            self._parts.clear()
        return self._data

    def write(self, text):
        self._check()
        if not isinstance(text, str):
            raise TypeError(f"string argument expected, got {type(text).__name__!r}")
        if self._place != self._length:
            count = self._put(text)
            self._length = len(self._data)
            return count
        if text:
            self._parts.append(text)
            self._place += len(text)
            self._length = self._place
        return len(text)

    def truncate(self, size=None):
        size = super().truncate(size)
        self._length = len(self._data)
        return size


class BytesIO(IOBase):
    """Bytes in memory."""

    _empty = b""
    _newline = b"\n"
    _blank = b"\0"

    def __init__(self, initial_bytes=b""):
        self._data = bytes(initial_bytes or b"")
        self._place = 0

    def getvalue(self):
        self._check()
        return self._data

    getbuffer = getvalue

    def write(self, part):
        self._check()
        if isinstance(part, str):
            raise TypeError("a bytes-like object is required, not 'str'")
        return self._put(bytes(part))
