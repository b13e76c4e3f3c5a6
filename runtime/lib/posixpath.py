"""Paths as os.path has them on Unix."""

import posix

curdir = "."
pardir = ".."
sep = "/"
pathsep = ":"
extsep = "."
altsep = None
devnull = "/dev/null"


def _text(path):
    if isinstance(path, str):
        return path
    try:
        return type(path).__fspath__(path)
    except AttributeError:
        raise TypeError("expected str, bytes or os.PathLike object, not " + type(path).__name__) from None


def isabs(path):
    return _text(path).startswith("/")


def join(path, *paths):
    result = _text(path)
    for part in map(_text, paths):
        if part.startswith("/"):
            result = part
        elif not result or result.endswith("/"):
            result += part
        else:
            result += "/" + part
    return result


def split(path):
    path = _text(path)
    cut = path.rfind("/") + 1
    head, tail = path[:cut], path[cut:]
    if head and head != "/" * len(head):
        head = head.rstrip("/")
    return head, tail


def basename(path):
    return split(path)[1]


def dirname(path):
    return split(path)[0]


def splitext(path):
    path = _text(path)
    dot, slash = path.rfind("."), path.rfind("/")
    if dot > slash and path[slash + 1:dot].strip("."):
        return path[:dot], path[dot:]
    return path, ""


def normpath(path):
    path = _text(path)
    if not path:
        return "."
    lead = "//" if path.startswith("//") and not path.startswith("///") else "/" if path.startswith("/") else ""
    parts = []
    for part in path.split("/"):
        if part in ("", "."):
            continue
        if part != ".." or (not lead and not parts) or (parts and parts[-1] == ".."):
            parts.append(part)
        elif parts:
            parts.pop()
    return lead + "/".join(parts) or "."


def abspath(path):
    path = _text(path)
    return normpath(path if isabs(path) else join(posix.getcwd(), path))


def realpath(path, *, strict=False):
    return posix._realpath(abspath(path))


def relpath(path, start=curdir):
    here = [part for part in abspath(start).split("/") if part]
    there = [part for part in abspath(path).split("/") if part]
    same = 0
    while same < min(len(here), len(there)) and here[same] == there[same]:
        same += 1
    return "/".join([pardir] * (len(here) - same) + there[same:]) or curdir


def commonprefix(paths):
    if not paths:
        return ""
    low, high = min(paths), max(paths)
    for i, c in enumerate(low):
        if c != high[i]:
            return low[:i]
    return low


def expanduser(path):
    path = _text(path)
    if path == "~" or path.startswith("~/"):
        return posix._environment.get("HOME", "~") + path[1:]
    return path


def _mode(path, follow=True):
    try:
        return posix._stat(_text(path), follow)[0] & 0o170000
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


def getsize(path):
    return posix._stat(_text(path))[6]


def getmtime(path):
    return posix._stat(_text(path))[8]
