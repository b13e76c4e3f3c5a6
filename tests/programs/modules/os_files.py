"""os and os.path: folders, links, descriptors, status; and paths as text, with all the odd ones."""
import os
import stat
import sys

top = f"/tmp/os_files-{os.getpid()}"


def attempt(function, *arguments, **names):
    try:
        return function(*arguments, **names)
    except Exception as error:
        return f"{type(error).__name__}: {error}".replace(top, "TOP")


os.makedirs(top + "/a/b/c")
with open(top + "/a/file.txt", "w") as file:
    file.write("hello\n")
os.symlink("file.txt", top + "/a/link")
os.link(top + "/a/file.txt", top + "/a/hard")
os.symlink("nothing", top + "/a/broken")
os.mkfifo(top + "/a/fifo")
status = os.stat(top + "/a/file.txt")
print(status.st_size, status.st_nlink, oct(status.st_mode), status[6], stat.filemode(status.st_mode), len(status), status.st_blksize > 0,
      isinstance(status.st_mtime_ns, int), isinstance(status[8], int), isinstance(status.st_mtime, float))
os.chmod(top + "/a/file.txt", 0o600)
os.utime(top + "/a/file.txt", (1000, 2000.5))
os.utime(top + "/a/hard", ns=(1, 2500000000))
print(oct(os.stat(top + "/a/hard").st_mode), os.path.getmtime(top + "/a/link"), os.stat(top + "/a/file.txt").st_mtime_ns)
print(sorted((e.name, e.is_dir(), e.is_file(), e.is_symlink(), e.is_dir(follow_symlinks=False), e.path.replace(top, "TOP"))
             for e in os.scandir(top + "/a")))
print(sorted(os.listdir(top + "/a")), sorted(os.listdir(os.fsencode(top + "/a"))), os.readlink(top + "/a/link"), os.readlink(os.fsencode(top) + b"/a/link"))
print([(folder.replace(top, "TOP"), sorted(folders), sorted(files)) for folder, folders, files in os.walk(top)])
print([folder.replace(top, "TOP") for folder, folders, files in os.walk(top, topdown=False)], list(os.walk(top + "/none")))
for name in ("file.txt", "link", "broken", "b", "fifo", "none", "file.txt/x"):
    path = f"{top}/a/{name}"
    print(name, os.path.exists(path), os.path.lexists(path), os.path.isfile(path), os.path.isdir(path), os.path.islink(path),
          os.access(path, os.R_OK), os.access(path, os.X_OK), attempt(os.path.getsize, path) if name != "b" else "", os.path.realpath(path).replace(top, "TOP"))
print(attempt(os.stat, top + "/none"), attempt(os.rmdir, top + "/a"), attempt(os.mkdir, top), attempt(os.rename, top + "/x", top + "/y"),
      attempt(os.unlink, top + "/a/b"), attempt(os.stat, "a\0b"), attempt(os.mkdir, None))
print(os.path.samefile(top + "/a/file.txt", top + "/a/hard"), os.path.ismount("/"), os.path.ismount(top))
fd = os.open(top + "/data", os.O_RDWR | os.O_CREAT, 0o644)
print(os.write(fd, b"0123456789"), os.lseek(fd, 3, os.SEEK_SET), os.read(fd, 4), os.fstat(fd).st_size, os.isatty(fd), os.get_inheritable(fd))
other = os.dup(fd)
os.ftruncate(other, 5)
print(os.lseek(other, 0, os.SEEK_END), os.path.sameopenfile(fd, other), os.get_blocking(fd))
with os.fdopen(other, "rb") as file:
    file.seek(0)
    print(file.read(), file.fileno() == other)
os.close(fd)
print(attempt(os.close, fd), attempt(os.fstat, 999))
os.replace(top + "/data", top + "/a/data")
os.truncate(top + "/a/data", 1)
print(os.path.getsize(top + "/a/data"), os.umask(os.umask(0o22)) == os.umask(0o22), os.getuid() == os.stat(top).st_uid)
os.chdir(top + "/a")
print(os.getcwd() == os.path.realpath(top + "/a"), os.getcwdb() == os.fsencode(os.getcwd()), os.path.abspath("x") == os.getcwd() + "/x", os.path.relpath("b/c"),
      os.path.relpath("b", "b/c"), os.listdir("b"), sorted(os.listdir())[:2])
for name in sorted(os.listdir(".")):
    (os.rmdir if os.path.isdir(name) and not os.listdir(name) else os.unlink if not os.path.isdir(name) else os.removedirs)(name if name != "b" else "b/c")
os.chdir("/")
print(os.path.exists(top))
if os.path.exists(top):
    os.removedirs(top + "/a")

paths = ["", "/", "//", "///", ".", "..", "a", "a/", "/a", "a/b", "a//b/", "./a/../b", "../../a", "/../a", "a/..", "a.b", ".a", "a.b/c", "..a", "a.", "a.tar.gz",
         "/a/b.c/", "~", "~/x", "~nobody_there/x", "$HOME/x", "${HOME}x", "$nothing_at_all", "é/\u20ac"]
os.environ["HOME"] = "/home/me"
for path in paths:
    row = [attempt(getattr(os.path, name), path) for name in ("basename", "dirname", "split", "splitext", "normpath", "isabs", "expanduser", "expandvars", "splitdrive")]
    data = [attempt(getattr(os.path, name), os.fsencode(path)) for name in ("basename", "dirname", "split", "splitext", "normpath", "isabs", "expanduser")]
    print(path, row, data, [os.path.join(path, other) for other in ("", "x", "/x", "x/")])
print(attempt(os.path.join, "a", b"b"), attempt(os.path.join, 5), attempt(os.path.split, None), os.path.commonprefix(["/usr/lib", "/usr/local"]),
      os.path.commonpath(["/usr/lib", "/usr/local/lib"]), os.path.commonpath([b"a/b", b"a/c"]), attempt(os.path.commonpath, ["/a", "b"]), attempt(os.path.commonpath, []))
print(os.fsencode("é\udcff"), ascii(os.fsdecode(b"\xff\xc3\xa9")), os.fspath(b"x"), attempt(os.fspath, 5), os.sep, os.linesep, os.curdir, os.pardir, os.extsep)


class Path(os.PathLike):
    def __fspath__(self):
        return "/tmp"


print(isinstance(Path(), os.PathLike), isinstance("", os.PathLike), os.path.isdir(Path()), os.path.join(Path(), "x"), attempt(os.PathLike))
print(len(os.urandom(5)), os.strerror(2), os.getpgid(0) == os.getpgrp(), len(os.uname()), os.uname().sysname, len(os.times()) == 5, os.system("exit 3") >> 8)
print(attempt(os.getenv, "HOME"), os.environ.get("HOME"), "PATH" in os.environ, attempt(os.putenv, 5, "x"), os.get_exec_path({"PATH": "/a:/b"}), os.getenvb(b"HOME"))
read, write = os.pipe()
child = os.fork()
if child == 0:
    os.dup2(write, 1)
    try:
        os.execvp("echo", ["echo", "from", "the", "child"])
    finally:
        os._exit(9)
os.close(write)
print(os.read(read, 100), os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
