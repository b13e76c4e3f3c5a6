"""os.fork: parent and child go on with their own objects; each writes a trace of its own, which verifies."""
import atexit
import gc
import os
import sys


class Named:
    __slots__ = ("name", "other")

    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("del", self.name, flush=True)


def wait(process):
    status = os.waitpid(process, 0)[1]
    if os.WIFEXITED(status):
        print("exit code", os.WEXITSTATUS(status), flush=True)
    else:
        print("signal", os.WTERMSIG(status), flush=True)


def cycle(name):
    first = Named(name)
    first.other = first


main = os.getpid()
atexit.register(lambda: print("atexit in the", "parent" if os.getpid() == main else "child", flush=True))
kept = Named("kept")
many = [[number] for number in range(3000)]  # the child's objects have larger numbers than its trace has events
del many[::2]

process = os.fork()
if process == 0:
    cycle("cycle of the child")
    print("found", gc.collect(), flush=True)
    os._exit(4)
wait(process)

process = os.fork()
if process == 0:
    second = os.fork()
    if second == 0:
        del kept
        os._exit(9)
    wait(second)
    os._exit(5)
wait(process)

process = os.fork()
if process == 0:
    sys.exit(6)  # the child ends as any program: atexit, finalizers
wait(process)

process = os.fork()
if process == 0:
    raise ValueError("not caught")
wait(process)

process = os.fork()
if process == 0:
    os.kill(os.getpid(), 9)
wait(process)

process = os.fork()
if process == 0:
    os.execv("/bin/sh", ["sh", "-c", "exit 12"])
wait(process)

process = os.fork()
if process == 0:
    os.execve("/bin/sh", ["sh", "-c", "exit $CODE"], {"CODE": "13"})
wait(process)
for arguments in (("/nonexistent", ["x"]), ("/bin/sh", []), ("/bin/sh", 5), (5, ["a"]), ("/bin/sh", [5])):
    try:
        os.execv(*arguments)
    except (OSError, TypeError, ValueError) as error:
        print(type(error).__name__, error, flush=True)

gc.freeze()
process = os.fork()
if process == 0:
    print("frozen", gc.get_freeze_count() > 1000, flush=True)
    cycle("behind the frozen ones")
    print("found", gc.collect(), flush=True)
    gc.unfreeze()
    print("frozen", gc.get_freeze_count(), flush=True)
    os._exit(0)
wait(process)
gc.unfreeze()
print("end", flush=True)
