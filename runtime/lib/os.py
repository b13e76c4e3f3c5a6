"""The operating system: processes, the environment, files by name. The calls are written in C (posix)."""

import posixpath as path
import sys
from collections import namedtuple
from posix import *
from posix import _environment, _exit, _mkdir, _stat
from posixpath import altsep, curdir, devnull, extsep, pardir, pathsep, sep

sys.modules["os.path"] = path

name = "posix"
linesep = "\n"
error = OSError

stat_result = namedtuple("stat_result", ["st_mode", "st_ino", "st_dev", "st_nlink", "st_uid", "st_gid",
                                         "st_size", "st_atime", "st_mtime", "st_ctime"])


class _Environment(dict):
    """The environment; what is changed here is changed for child processes too."""

    def __setitem__(self, key, value):
        putenv(key, value)
        super().__setitem__(key, value)

    def __delitem__(self, key):
        super().__delitem__(key)
        unsetenv(key)

    def setdefault(self, key, value=None):
        if key not in self:
            self[key] = value
        return self[key]

    def pop(self, key, *default):
        value = super().pop(key, *default)
        unsetenv(key)
        return value

    def update(self, *others, **named):
        for key, value in dict(*others, **named).items():
            self[key] = value

    def __repr__(self):
        return f"environ({dict(self)!r})"


environ = _Environment(_environment)


def getenv(key, default=None):
    return environ.get(key, default)


def fspath(path):
    """The path as text."""
    if isinstance(path, (str, bytes)):
        return path
    try:
        return type(path).__fspath__(path)
    except AttributeError:
        raise TypeError("expected str, bytes or os.PathLike object, not " + type(path).__name__) from None


def stat(path, *, follow_symlinks=True):
    return stat_result(*_stat(fspath(path), follow_symlinks))


def lstat(path):
    return stat(path, follow_symlinks=False)


def mkdir(path, mode=0o777):
    _mkdir(fspath(path))


def makedirs(name, mode=0o777, exist_ok=False):
    head, tail = path.split(name)
    if not tail:
        head, tail = path.split(head)
    if head and tail and not path.exists(head):
        makedirs(head, exist_ok=exist_ok)
    try:
        mkdir(name)
    except OSError:
        if not exist_ok or not path.isdir(name):
            raise


def walk(top, topdown=True):
    """(folder, its folders, its files) of a tree of folders."""
    folders, files = [], []
    for entry in listdir(top):
        (folders if path.isdir(path.join(top, entry)) else files).append(entry)
    if topdown:
        yield top, folders, files
    for entry in folders:
        yield from walk(path.join(top, entry), topdown)
    if not topdown:
        yield top, folders, files


def urandom(size):
    """Random bytes from the system."""
    with open("/dev/urandom", "rb") as file:
        return file.read(size)


class PathLike:
    """What has __fspath__."""

    def __fspath__(self):
        raise NotImplementedError

    @classmethod
    def __subclasshook__(cls, subclass):
        if cls is PathLike:
            return hasattr(subclass, "__fspath__")
        return NotImplemented
