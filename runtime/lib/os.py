"""The operating system: processes, the environment, files by name. The calls are written in C (posix)."""

import posixpath as path
import sys
from abc import ABC, abstractmethod
from collections import namedtuple
from posix import *
from posix import (_access, _chmod, _chown, _dup2, _environment, _exit, _link, _mkdir, _mkfifo, _open, _rename,
                   _scandir, _stat, _symlink, _sysconf, _terminal_size, _times, _uname, _usable_cpus, _utime)
from posixpath import altsep, curdir, defpath, devnull, extsep, pardir, pathsep, sep

sys.modules["os.path"] = path

name = "posix"
linesep = "\n"
error = OSError
SEEK_SET, SEEK_CUR, SEEK_END = 0, 1, 2
P_WAIT, P_NOWAIT = 0, 1
P_NOWAITO = P_NOWAIT

# What follows no descriptors of folders (dir_fd) says so, and users of it take the other way.
supports_dir_fd = set()
supports_effective_ids = set()

sysconf_names = {"SC_ARG_MAX": 0, "SC_CHILD_MAX": 1, "SC_CLK_TCK": 2, "SC_NGROUPS_MAX": 3, "SC_OPEN_MAX": 4,
                 "SC_PAGESIZE": 30, "SC_PAGE_SIZE": 30, "SC_IOV_MAX": 60, "SC_NPROCESSORS_CONF": 83,
                 "SC_NPROCESSORS_ONLN": 84, "SC_PHYS_PAGES": 85, "SC_AVPHYS_PAGES": 86}

_stat_fields = namedtuple("stat_result", ["st_mode", "st_ino", "st_dev", "st_nlink", "st_uid", "st_gid",
                                          "st_size", "seconds_read", "seconds_written", "seconds_changed"])


class stat_result(_stat_fields):
    """What stat() gives; as a tuple it has whole seconds, and only the first ten fields."""

    def __new__(cls, values):
        self = super().__new__(cls, *values[:7], *map(int, values[7:10]))
        self.st_atime, self.st_mtime, self.st_ctime = values[7:10]
        if len(values) > 10:
            (self.st_atime_ns, self.st_mtime_ns, self.st_ctime_ns, self.st_blksize, self.st_blocks,
             self.st_rdev) = values[10:]
        return self

    def __repr__(self):
        names = self._fields[:7] + ("st_atime", "st_mtime", "st_ctime")
        return "os.stat_result(" + ", ".join(f"{key}={value!r}" for key, value in zip(names, self)) + ")"



def _structure(name, *fields):
    """A tuple with names, made of one sequence."""
    base = namedtuple(name, fields)
    return type(name, (base,), {
        "__slots__": (), "__module__": "os",
        "__new__": lambda cls, values: base.__new__(cls, *values),
        "__repr__": lambda self: f"os.{base.__repr__(self)}"})


terminal_size = _structure("terminal_size", "columns", "lines")
uname_result = _structure("uname_result", "sysname", "nodename", "release", "version", "machine")
times_result = _structure("times_result", "user", "system", "children_user", "children_system", "elapsed")


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


class _BytesEnvironment(dict):
    """The environment as bytes, made when it is asked for."""

    def __init__(self):
        super().__init__((fsencode(key), fsencode(value)) for key, value in environ.items())

    def __setitem__(self, key, value):
        environ[fsdecode(key)] = fsdecode(value)
        super().__setitem__(key, value)


supports_bytes_environ = True


def getenvb(key, default=None):
    value = environ.get(fsdecode(key))
    return default if value is None else fsencode(value)


def _get_exports_list(module):
    """The public names of a module: what socket and others export of the one under them."""
    return list(getattr(module, "__all__", None) or [name for name in dir(module) if name[0] != "_"])


def __getattr__(name):
    if name == "environb":
        return _BytesEnvironment()
    raise AttributeError(f"module 'os' has no attribute {name!r}")


def fspath(path):
    """The path as text."""
    if isinstance(path, (str, bytes)):
        return path
    try:
        return type(path).__fspath__(path)
    except AttributeError:
        raise TypeError("expected str, bytes or os.PathLike object, not " + type(path).__name__) from None


def fsencode(filename):
    """A name of a file as bytes."""
    filename = fspath(filename)
    return filename.encode("utf-8", "surrogateescape") if isinstance(filename, str) else filename


def fsdecode(filename):
    """A name of a file as text."""
    filename = fspath(filename)
    return filename.decode("utf-8", "surrogateescape") if isinstance(filename, bytes) else filename


# --- files by name --------------------------------------------------------------------------------

def stat(path, *, dir_fd=None, follow_symlinks=True):
    return stat_result(_stat(path, follow_symlinks))


def lstat(path, *, dir_fd=None):
    return stat_result(_stat(path, False))


def fstat(fd):
    return stat_result(_stat(fd))


def access(path, mode, *, dir_fd=None, effective_ids=False, follow_symlinks=True):
    return _access(path, mode)


def chmod(path, mode, *, dir_fd=None, follow_symlinks=True):
    _chmod(path, mode)


def chown(path, uid, gid, *, dir_fd=None, follow_symlinks=True):
    _chown(path, uid, gid, follow_symlinks)


def lchown(path, uid, gid):
    _chown(path, uid, gid, False)


def utime(path, times=None, *, ns=None, dir_fd=None, follow_symlinks=True):
    """Sets when the file was read and written last; without times: now."""
    if ns is not None:
        if times is not None:
            raise ValueError("utime: you may specify either 'times' or 'ns' but not both")
        numbers = divmod(ns[0], 10**9) + divmod(ns[1], 10**9)
    elif times is not None:
        numbers = [part for time in times for part in (int(time // 1), int(time % 1 * 1e9))]
    else:
        numbers = None, 0, 0, 0
    _utime(path, *numbers, follow_symlinks)


def mkdir(path, mode=0o777, *, dir_fd=None):
    _mkdir(path, mode)


def mkfifo(path, mode=0o666, *, dir_fd=None):
    _mkfifo(path, mode)


def rename(src, dst, *, src_dir_fd=None, dst_dir_fd=None):
    _rename(src, dst)


replace = rename


def link(src, dst, *, src_dir_fd=None, dst_dir_fd=None, follow_symlinks=True):
    _link(src, dst)


def symlink(src, dst, target_is_directory=False, *, dir_fd=None):
    _symlink(src, dst)


def makedirs(name, mode=0o777, exist_ok=False):
    head, tail = path.split(name)
    if not tail:
        head, tail = path.split(head)
    if head and tail and not path.exists(head):
        try:
            makedirs(head, exist_ok=exist_ok)
        except FileExistsError:
            pass
        if tail in (curdir, curdir.encode()):
            return
    try:
        mkdir(name, mode)
    except OSError:
        if not exist_ok or not path.isdir(name):
            raise


def removedirs(name):
    """Removes an empty folder, and those above it that are empty then."""
    rmdir(name)
    head, tail = path.split(name)
    if not tail:
        head, tail = path.split(head)
    while head and tail:
        try:
            rmdir(head)
        except OSError:
            break
        head, tail = path.split(head)


def renames(old, new):
    head, tail = path.split(new)
    if head and tail and not path.exists(head):
        makedirs(head)
    rename(old, new)
    head, tail = path.split(old)
    if head and tail:
        try:
            removedirs(head)
        except OSError:
            pass


class DirEntry:
    """An entry of a folder, as scandir gives it."""

    __slots__ = ("name", "path", "_type", "_inode", "_status", "_target")
    _FOLDER, _FILE, _LINK, _UNKNOWN = 4, 8, 10, 0

    def __init__(self, folder, name, kind, inode):
        self.name = name
        self.path = path.join(folder, name)
        self._type = kind
        self._inode = inode
        self._status = self._target = None

    def inode(self):
        return self._inode

    def stat(self, *, follow_symlinks=True):
        if follow_symlinks and self.is_symlink():
            if self._target is None:
                self._target = stat(self.path)
            return self._target
        if self._status is None:
            self._status = lstat(self.path)
        return self._status

    def _is(self, kind, follow):
        known = self._type
        if known == self._UNKNOWN or (known == self._LINK and follow):
            try:
                known = self.stat(follow_symlinks=follow).st_mode >> 12
            except FileNotFoundError:
                return False
        return known == kind

    def is_dir(self, *, follow_symlinks=True):
        return self._is(self._FOLDER, follow_symlinks)

    def is_file(self, *, follow_symlinks=True):
        return self._is(self._FILE, follow_symlinks)

    def is_symlink(self):
        return self._is(self._LINK, False)

    def __fspath__(self):
        return self.path

    def __repr__(self):
        return f"<DirEntry {self.name!r}>"


class scandir:
    """The entries of a folder; closed by itself at the end, or at the end of a with statement."""

    def __init__(self, path="."):
        path = "." if path is None else fspath(path) if not isinstance(path, int) else path
        self._entries = (DirEntry("" if isinstance(path, int) else path, *entry) for entry in _scandir(path))

    def __iter__(self):
        return self

    def __next__(self):
        return next(self._entries)

    def close(self):
        self._entries = iter(())

    def __enter__(self):
        return self

    def __exit__(self, kind, value, traceback):
        self.close()


def walk(top, topdown=True, onerror=None, followlinks=False):
    """(folder, its folders, its files) of a tree of folders."""
    top = fspath(top)
    folders, files, walked = [], [], []
    try:
        entries = list(scandir(top))
    except OSError as error:
        if onerror is not None:
            onerror(error)
        return
    for entry in entries:
        if entry.is_dir():
            folders.append(entry.name)
            if not topdown and (followlinks or not entry.is_symlink()):
                walked.append(entry.path)
        else:
            files.append(entry.name)
    if topdown:
        yield top, folders, files
        for folder in folders:
            below = path.join(top, folder)
            if followlinks or not path.islink(below):
                yield from walk(below, topdown, onerror, followlinks)
    else:
        for below in walked:
            yield from walk(below, topdown, onerror, followlinks)
        yield top, folders, files


supports_fd = {stat, listdir, chmod, chown, utime, truncate}
supports_follow_symlinks = {stat, chown, utime}


# --- descriptors ----------------------------------------------------------------------------------

def open(path, flags, mode=0o777, *, dir_fd=None):
    return _open(path, flags, mode)


def dup2(fd, fd2, inheritable=True):
    return _dup2(fd, fd2, inheritable)


def fdopen(fd, mode="r", buffering=-1, encoding=None, *arguments, **names):
    """A file over a descriptor."""
    import io
    if not isinstance(fd, int):
        raise TypeError("invalid fd type (%s, expected integer)" % type(fd))
    return io.open(fd, mode, buffering, encoding, *arguments, **names)


def get_terminal_size(*fd):
    return terminal_size(_terminal_size(*fd))


# --- processes ------------------------------------------------------------------------------------

def getcwdb():
    return fsencode(getcwd())


def uname():
    return uname_result(_uname())


def times():
    return times_result(_times())


def sched_getaffinity(pid):
    return set(_usable_cpus())


def sysconf(name):
    return _sysconf(sysconf_names[name] if isinstance(name, str) else name)


def get_exec_path(env=None):
    """The folders in which a program is looked for."""
    text = (environ if env is None else env).get("PATH")
    return (defpath if text is None else text).split(pathsep)


def execvpe(file, args, env):
    if path.dirname(file):
        execve(file, args, env)
    problem = None
    for folder in get_exec_path(env):
        try:
            execve(path.join(fsdecode(folder), fsdecode(file)), args, env)
        except (FileNotFoundError, NotADirectoryError) as error:
            problem = problem or error
        except OSError as error:
            problem = error
    raise problem or FileNotFoundError(2, strerror(2), file)


def execvp(file, args):
    execvpe(file, args, environ)


def execl(file, *args):
    execv(file, args)


def execlp(file, *args):
    execvp(file, args)


def popen(cmd, mode="r", buffering=-1):
    """A file from or to a command of the shell."""
    import subprocess
    if mode not in ("r", "w"):
        raise ValueError(f"invalid mode {mode!r}")
    process = subprocess.Popen(cmd, shell=True, text=True, bufsize=buffering,
                               **{"stdout" if mode == "r" else "stdin": subprocess.PIPE})
    return _Pipe(process.stdout if mode == "r" else process.stdin, process)


class _Pipe:
    def __init__(self, stream, process):
        self._stream = stream
        self._process = process

    def close(self):
        self._stream.close()
        code = self._process.wait()
        return None if code == 0 else code << 8 if code > 0 else code

    def __enter__(self):
        return self

    def __exit__(self, kind, value, traceback):
        self.close()

    def __iter__(self):
        return iter(self._stream)

    def __getattr__(self, name):
        return getattr(self._stream, name)


class PathLike(ABC):
    """What has __fspath__."""

    @abstractmethod
    def __fspath__(self):
        raise NotImplementedError

    @classmethod
    def __subclasshook__(cls, subclass):
        if cls is PathLike:
            return True if hasattr(subclass, "__fspath__") else NotImplemented
        return NotImplemented

    @classmethod
    def __class_getitem__(cls, item):
        import types
        return types.GenericAlias(cls, item)
