"""Paths as os.path has them on Unix: text, or bytes."""

import posix

curdir = "."
pardir = ".."
sep = "/"
pathsep = ":"
extsep = "."
altsep = None
devnull = "/dev/null"
defpath = "/bin:/usr/bin"
supports_unicode_filenames = False


def _text(path):
    if isinstance(path, (str, bytes)):
        return path
    try:
        return type(path).__fspath__(path)
    except AttributeError:
        raise TypeError("expected str, bytes or os.PathLike object, not " + type(path).__name__) from None


def _like(path, *texts):
    """The texts, as bytes where the path is bytes."""
    return [text.encode() for text in texts] if isinstance(path, bytes) else texts


def _check_same(function, *paths):
    kinds = {isinstance(path, bytes) for path in paths if isinstance(path, (str, bytes))}
    if len(kinds) > 1:
        raise TypeError("Can't mix strings and bytes in path components")


def isabs(path):
    path = _text(path)
    return path.startswith(*_like(path, "/"))


def normcase(path):
    return _text(path)


def join(path, *paths):
    result = _text(path)
    slash, = _like(result, "/")
    paths = [*map(_text, paths)]
    _check_same("join", result, *paths)
    for part in paths:
        if part.startswith(slash):
            result = part
        elif not result or result.endswith(slash):
            result += part
        else:
            result += slash + part
    return result


def split(path):
    path = _text(path)
    slash, = _like(path, "/")
    cut = path.rfind(slash) + 1
    head, tail = path[:cut], path[cut:]
    if head and head != slash * len(head):
        head = head.rstrip(slash)
    return head, tail


def basename(path):
    return split(path)[1]


def dirname(path):
    return split(path)[0]


def splitdrive(path):
    path = _text(path)
    return path[:0], path


def splitext(path):
    path = _text(path)
    point, slash_text = _like(path, ".", "/")
    dot, slash = path.rfind(point), path.rfind(slash_text)
    if dot > slash and path[slash + 1:dot].strip(point):
        return path[:dot], path[dot:]
    return path, path[:0]


def normpath(path):
    path = _text(path)
    slash, here, up = _like(path, "/", ".", "..")
    if not path:
        return here
    lead = (slash * 2 if path.startswith(slash * 2) and not path.startswith(slash * 3) else
            slash if path.startswith(slash) else path[:0])
    parts = []
    for part in path.split(slash):
        if not part or part == here:
            continue
        if part != up or (not lead and not parts) or (parts and parts[-1] == up):
            parts.append(part)
        elif parts:
            parts.pop()
    return lead + slash.join(parts) or here


def abspath(path):
    path = _text(path)
    if isabs(path):
        return normpath(path)
    folder = posix.getcwd()
    return normpath(join(folder.encode("utf-8", "surrogateescape") if isinstance(path, bytes) else folder, path))


def realpath(filename, *, strict=False):
    """The path without links; of what does not exist, as far as there is something."""
    path = abspath(filename)
    if strict:
        posix._stat(path)
    slash, = _like(path, "/")
    rest = []
    links = 0
    while not exists(path) and path != slash:
        if islink(path) and links < 40:
            links += 1
            path = abspath(join(dirname(path), posix.readlink(path)))
        else:
            path, name = split(path)
            rest.insert(0, name)
    return join(posix._realpath(path), *rest)


def relpath(path, start=None):
    if not path:
        raise ValueError("no path specified")
    path = _text(path)
    slash, here, up = _like(path, "/", ".", "..")
    base = [part for part in abspath(here if start is None else start).split(slash) if part]
    there = [part for part in abspath(path).split(slash) if part]
    same = 0
    while same < min(len(base), len(there)) and base[same] == there[same]:
        same += 1
    return slash.join([up] * (len(base) - same) + there[same:]) or here


def commonprefix(paths):
    if not paths:
        return ""
    if not isinstance(paths[0], (list, tuple)):
        paths = [*map(_text, paths)]
    low, high = min(paths), max(paths)
    for i, c in enumerate(low):
        if c != high[i]:
            return low[:i]
    return low


def commonpath(paths):
    """The longest path that all of them are below."""
    paths = [*map(_text, paths)]
    if not paths:
        raise ValueError("commonpath() arg is an empty sequence")
    _check_same("commonpath", *paths)
    slash, here = _like(paths[0], "/", ".")
    rooted = {path.startswith(slash) for path in paths}
    if len(rooted) > 1:
        raise ValueError("Can't mix absolute and relative paths")
    parts = [[part for part in path.split(slash) if part and part != here] for path in paths]
    return (slash if rooted.pop() else slash[:0]) + slash.join(commonprefix(parts))


def expanduser(path):
    """~ is the home of the user, ~name that of another."""
    path = _text(path)
    tilde, slash = _like(path, "~", "/")
    if not path.startswith(tilde):
        return path
    end = path.find(slash, 1)
    end = len(path) if end < 0 else end
    import os
    if end == 1:
        home = os.environ.get("HOME")
        if home is None:
            import pwd
            home = pwd.getpwuid(posix.getuid()).pw_dir
    else:
        import pwd
        try:
            home = pwd.getpwnam(os.fsdecode(path[1:end])).pw_dir
        except KeyError:
            return path
    home = os.fsencode(home) if isinstance(path, bytes) else home
    return (home.rstrip(slash) + path[end:]) or slash


def expandvars(path):
    """$NAME and ${NAME} are variables of the environment; unknown ones stay as they are."""
    import os
    import re
    path = _text(path)
    if isinstance(path, bytes):
        return os.fsencode(expandvars(os.fsdecode(path)))
    return re.sub(r"\$(?:(\w+)|\{([^}]*)\})", lambda found: os.environ.get(found[1] or found[2], found[0]), path, flags=re.ASCII)


def _mode(path, follow=True):
    try:
        return posix._stat(path, follow)[0] & 0o170000
    except (OSError, ValueError):
        return 0


def exists(path):
    return _mode(path) != 0


def lexists(path):
    return _mode(path, False) != 0


def isfile(path):
    return _mode(path) == 0o100000


def isdir(path):
    return _mode(path) == 0o040000


def islink(path):
    return _mode(path, False) == 0o120000


def ismount(path):
    """Does another file system begin here?"""
    try:
        here = posix._stat(path, False)
        above = posix._stat(realpath(join(_text(path), *_like(_text(path), ".."))), False)
    except (OSError, ValueError):
        return False
    return here[0] & 0o170000 != 0o120000 and (here[2] != above[2] or here[1] == above[1])


def getsize(filename):
    return posix._stat(filename)[6]


def getatime(filename):
    return posix._stat(filename)[7]


def getmtime(filename):
    return posix._stat(filename)[8]


def getctime(filename):
    return posix._stat(filename)[9]


def samestat(first, second):
    return first.st_ino == second.st_ino and first.st_dev == second.st_dev


def samefile(first, second):
    return posix._stat(first)[1:3] == posix._stat(second)[1:3]


def sameopenfile(first, second):
    return posix._stat(first)[1:3] == posix._stat(second)[1:3]
