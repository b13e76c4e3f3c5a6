"""The name that CPython gives to what io has from C."""

import io
import sys
from io import *
from io import DEFAULT_BUFFER_SIZE
from io import BufferedIOBase as _BufferedIOBase, IOBase as _IOBase, RawIOBase as _RawIOBase, TextIOBase as _TextIOBase


def __getattr__(name):
    if name == "FileIO" and "_pyio" in sys.modules and not hasattr(sys.modules["_pyio"], name):
        return type(name, (_RawIOBase,), {})  # _pyio asks for the class in C, only to register it
    return getattr(io, name)
