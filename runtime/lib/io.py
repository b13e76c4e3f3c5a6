"""Files in memory: StringIO and BytesIO, and the classes that files of other kinds are derived from. Files on
disk are built in (open); what only programs that build their own files need comes from the installed _pyio."""

import sys
from abc import ABCMeta

__all__ = ["BytesIO", "StringIO", "SEEK_CUR", "SEEK_END", "SEEK_SET", "UnsupportedOperation", "open", "IOBase", "RawIOBase",
           "BufferedIOBase", "TextIOBase"]

open = open
BlockingIOError = BlockingIOError
SEEK_SET, SEEK_CUR, SEEK_END = 0, 1, 2
DEFAULT_BUFFER_SIZE = 8192


class UnsupportedOperation(OSError, ValueError):
    pass


class IOBase(metaclass=ABCMeta):
    """What all files have. A class of files defines what it can do; the rest says that it cannot."""

    __closed = False

    def _unsupported(self, name):
        raise UnsupportedOperation(f"{self.__class__.__name__}.{name}() not supported")

    def seek(self, pos, whence=0):
        self._unsupported("seek")

    def tell(self):
        return self.seek(0, 1)

    def truncate(self, pos=None):
        self._unsupported("truncate")

    def fileno(self):
        self._unsupported("fileno")

    def flush(self):
        self._checkClosed()

    def close(self):
        if not self.__closed:
            try:
                self.flush()
            finally:
                self.__closed = True

    def __del__(self):
        try:
            self.close()
        except Exception:
            pass

    @property
    def closed(self):
        return self.__closed

    def seekable(self):
        return False

    def readable(self):
        return False

    def writable(self):
        return False

    def isatty(self):
        self._checkClosed()
        return False

    def _checkClosed(self, msg=None):
        if self.closed:
            raise ValueError("I/O operation on closed file." if msg is None else msg)

    def _checkSeekable(self, msg=None):
        if not self.seekable():
            raise UnsupportedOperation("File or stream is not seekable." if msg is None else msg)

    def _checkReadable(self, msg=None):
        if not self.readable():
            raise UnsupportedOperation("File or stream is not readable." if msg is None else msg)

    def _checkWritable(self, msg=None):
        if not self.writable():
            raise UnsupportedOperation("File or stream is not writable." if msg is None else msg)

    def __enter__(self):
        self._checkClosed()
        return self

    def __exit__(self, *details):
        self.close()

    def readline(self, size=-1):
        size = -1 if size is None else size.__index__()
        line = bytearray()
        while size < 0 or len(line) < size:
            wanted = 1
            if hasattr(self, "peek"):
                ahead = self.peek(1)
                wanted = ahead.find(b"\n") + 1 or len(ahead) or 1
                if size >= 0:
                    wanted = min(wanted, size - len(line))
            part = self.read(wanted)
            if not part:
                break
            line += part
            if line.endswith(b"\n"):
                break
        return bytes(line)

    def __iter__(self):
        self._checkClosed()
        return self

    def __next__(self):
        line = self.readline()
        if not line:
            raise StopIteration
        return line

    def readlines(self, hint=None):
        if hint is None or hint <= 0:
            return list(self)
        size = 0
        lines = []
        for line in self:
            lines.append(line)
            size += len(line)
            if size >= hint:
                break
        return lines

    def writelines(self, lines):
        self._checkClosed()
        for line in lines:
            self.write(line)


class RawIOBase(IOBase):
    """Bytes without a buffer: a class defines readinto() and write()."""

    def read(self, size=-1):
        if size is None or size < 0:
            return self.readall()
        data = bytearray(size)
        count = self.readinto(data)
        return None if count is None else bytes(data[:count])

    def readall(self):
        data = bytearray()
        while part := self.read(DEFAULT_BUFFER_SIZE):
            data += part
        return bytes(data) if data else part

    def readinto(self, buffer):
        self._unsupported("readinto")

    def write(self, buffer):
        self._unsupported("write")


class BufferedIOBase(IOBase):
    """Bytes with a buffer: a class defines read() and write()."""

    def read(self, size=-1):
        self._unsupported("read")

    def read1(self, size=-1):
        self._unsupported("read1")

    def _read_into(self, buffer, read):
        data = read(len(buffer))
        buffer[:len(data)] = data
        return len(data)

    def readinto(self, buffer):
        return self._read_into(buffer, self.read)

    def readinto1(self, buffer):
        return self._read_into(buffer, self.read1)

    def write(self, buffer):
        self._unsupported("write")

    def detach(self):
        self._unsupported("detach")


class TextIOBase(IOBase):
    """Text."""

    encoding = newlines = errors = None

    def read(self, size=-1):
        self._unsupported("read")

    def write(self, text):
        self._unsupported("write")

    def readline(self):
        self._unsupported("readline")

    def detach(self):
        self._unsupported("detach")


TextIOBase.register(type(sys.__stdout__))
BufferedIOBase.register(type(sys.__stdout__.buffer))

_FROM_PYIO = ("FileIO", "BufferedReader", "BufferedWriter", "BufferedRandom", "BufferedRWPair", "TextIOWrapper",
              "IncrementalNewlineDecoder", "open_code", "text_encoding")


def __getattr__(name):
    if name in _FROM_PYIO:
        import _pyio
        globals()[name] = value = getattr(_pyio, name)
        return value
    raise AttributeError(f"module 'io' has no attribute {name!r}")


class _Memory:
    """What the files in memory share: the content in ._data, the place in ._place."""

    closed = False
    _empty = ""
    _newline = "\n"
    _closed_message = "I/O operation on closed file"

    def _check(self):
        if self.closed:
            raise ValueError(self._closed_message)

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


class StringIO(_Memory):
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


class BytesIO(_Memory):
    """Bytes in memory."""

    _empty = b""
    _newline = b"\n"
    _closed_message = "I/O operation on closed file."
    _blank = b"\0"

    def __init__(self, initial_bytes=b""):
        self._data = bytearray(initial_bytes or b"")
        self._place = 0

    def getvalue(self):
        self._check()
        return bytes(self._data)

    def getbuffer(self):
        self._check()
        return memoryview(self._data)

    def read(self, size=-1):
        self._check()
        end = len(self._data) if size is None or size < 0 else self._place + size
        part = bytes(self._data[self._place:end])
        self._place += len(part)
        return part

    read1 = read

    def readline(self, size=-1):
        self._check()
        end = self._data.find(b"\n", self._place) + 1 or len(self._data)
        return self.read(end - self._place if size is None or size < 0 else min(size, end - self._place))

    def seek(self, offset, whence=SEEK_SET):
        if whence == SEEK_END:
            self._check()
            self._place = max(0, len(self._data) + offset)
            return self._place
        return super().seek(offset, whence)

    def truncate(self, size=None):
        self._check()
        size = self._place if size is None else size
        del self._data[size:]
        return size

    def write(self, part):
        self._check()
        if isinstance(part, str):
            raise TypeError("a bytes-like object is required, not 'str'")
        part = memoryview(part).cast("B") if not isinstance(part, (bytes, bytearray)) else part
        data = self._data
        if self._place > len(data):
            data.extend(bytes(self._place - len(data)))
        data[self._place:self._place + len(part)] = part
        self._place += len(part)
        return len(part)

    def readinto(self, buffer):
        data = self.read(len(buffer))
        buffer[:len(data)] = data
        return len(data)

    readinto1 = readinto


TextIOBase.register(StringIO)
BufferedIOBase.register(BytesIO)
