"""Threads, locks and what is built of them."""

import _thread
from _weakref import ref as _ref
from time import monotonic as _time

__all__ = ["Thread", "Lock", "RLock", "Condition", "Semaphore", "BoundedSemaphore", "Event", "Barrier",
           "BrokenBarrierError", "Timer", "local", "current_thread", "main_thread", "enumerate", "active_count",
           "get_ident", "get_native_id", "TIMEOUT_MAX", "ThreadError", "excepthook"]

get_ident = get_native_id = _thread.get_ident
Lock = _thread.allocate_lock
ThreadError = _thread.error
TIMEOUT_MAX = _thread.TIMEOUT_MAX


class RLock:
    """A lock that its holder may take again."""

    def __init__(self):
        self._block = Lock()
        self._owner = None
        self._count = 0

    def __repr__(self):
        return "<%s %s.%s object owner=%r count=%d at %#x>" % (
            "locked" if self._block.locked() else "unlocked", "threading", "RLock", self._owner, self._count, id(self))

    def acquire(self, blocking=True, timeout=-1):
        me = get_ident()
        if self._owner == me:
            self._count += 1
            return True
        taken = self._block.acquire(blocking, timeout)
        if taken:
            self._owner = me
            self._count = 1
        return taken

    __enter__ = acquire

    def release(self):
        if self._owner != get_ident():
            raise RuntimeError("cannot release un-acquired lock")
        self._count -= 1
        if not self._count:
            self._owner = None
            self._block.release()

    def __exit__(self, kind, value, traceback):
        self.release()

    def _release_save(self):
        state = (self._count, self._owner)
        self._count, self._owner = 0, None
        self._block.release()
        return state

    def _acquire_restore(self, state):
        self._block.acquire()
        self._count, self._owner = state

    def _is_owned(self):
        return self._owner == get_ident()


class Condition:
    """Waiting under a lock until somebody notifies."""

    def __init__(self, lock=None):
        self._lock = RLock() if lock is None else lock
        self.acquire = self._lock.acquire
        self.release = self._lock.release
        self._waiters = []

    def __enter__(self):
        return self._lock.__enter__()

    def __exit__(self, *details):
        return self._lock.__exit__(*details)

    def _is_owned(self):
        if hasattr(self._lock, "_is_owned"):
            return self._lock._is_owned()
        if self._lock.acquire(False):
            self._lock.release()
            return False
        return True

    def wait(self, timeout=None):
        if not self._is_owned():
            raise RuntimeError("cannot wait on un-acquired lock")
        waiter = Lock()
        waiter.acquire()
        self._waiters.append(waiter)
        nested = hasattr(self._lock, "_release_save")
        state = self._lock._release_save() if nested else self._lock.release()
        notified = False
        try:
            notified = waiter.acquire(True, -1 if timeout is None else max(timeout, 0))
            return notified
        finally:
            if nested:
                self._lock._acquire_restore(state)
            else:
                self._lock.acquire()
            if not notified and waiter in self._waiters:
                self._waiters.remove(waiter)

    def wait_for(self, predicate, timeout=None):
        end = None if timeout is None else _time() + timeout
        result = predicate()
        while not result:
            left = None if end is None else end - _time()
            if left is not None and left <= 0:
                break
            self.wait(left)
            result = predicate()
        return result

    def notify(self, n=1):
        if not self._is_owned():
            raise RuntimeError("cannot notify on un-acquired lock")
        while n > 0 and self._waiters:
            self._waiters.pop(0).release()
            n -= 1

    def notify_all(self):
        self.notify(len(self._waiters))


class Semaphore:
    def __init__(self, value=1):
        if value < 0:
            raise ValueError("semaphore initial value must be >= 0")
        self._cond = Condition(Lock())
        self._value = value

    def acquire(self, blocking=True, timeout=None):
        if not blocking and timeout is not None:
            raise ValueError("can't specify timeout for non-blocking acquire")
        with self._cond:
            if not self._cond.wait_for(lambda: self._value > 0, timeout if blocking else 0):
                return False
            self._value -= 1
            return True

    __enter__ = acquire

    def release(self, n=1):
        if n < 1:
            raise ValueError("n must be one or more")
        with self._cond:
            self._value += n
            self._cond.notify(n)

    def __exit__(self, kind, value, traceback):
        self.release()


class BoundedSemaphore(Semaphore):
    def __init__(self, value=1):
        super().__init__(value)
        self._initial_value = value

    def release(self, n=1):
        if self._value + n > self._initial_value:
            raise ValueError("Semaphore released too many times")
        super().release(n)


class Event:
    def __init__(self):
        self._cond = Condition(Lock())
        self._flag = False

    def is_set(self):
        return self._flag

    def set(self):
        with self._cond:
            self._flag = True
            self._cond.notify_all()

    def clear(self):
        with self._cond:
            self._flag = False

    def wait(self, timeout=None):
        with self._cond:
            if not self._flag:
                self._cond.wait(timeout)
            return self._flag


class BrokenBarrierError(RuntimeError):
    pass


class Barrier:
    def __init__(self, parties, action=None, timeout=None):
        self._cond = Condition(Lock())
        self._parties, self._action, self._timeout = parties, action, timeout
        self._count = self._round = 0
        self._broken = False

    parties = property(lambda self: self._parties)
    n_waiting = property(lambda self: self._count)
    broken = property(lambda self: self._broken)

    def wait(self, timeout=None):
        with self._cond:
            if self._broken:
                raise BrokenBarrierError
            index, round = self._count, self._round
            self._count += 1
            if self._count == self._parties:
                try:
                    if self._action:
                        self._action()
                except BaseException:
                    self._broken = True
                    self._cond.notify_all()
                    raise
                self._count = 0
                self._round += 1
                self._cond.notify_all()
            elif not self._cond.wait_for(lambda: self._round != round or self._broken,
                                         self._timeout if timeout is None else timeout) or self._broken:
                self._broken = True
                self._cond.notify_all()
                raise BrokenBarrierError
            return index

    def abort(self):
        with self._cond:
            self._broken = True
            self._cond.notify_all()

    def reset(self):
        with self._cond:
            self._count, self._broken = 0, False
            self._round += 1
            self._cond.notify_all()


class local:
    """Attributes of which each thread has its own; they die with the thread, or with the local."""

    def __new__(cls, /, *args, **kwargs):
        if (args or kwargs) and cls.__init__ is object.__init__:
            raise TypeError("Initialization arguments are not supported")
        self = object.__new__(cls)
        object.__setattr__(self, "_arguments", (args, kwargs))
        object.__setattr__(self, "_tables", {})
        _new_table(self)
        return self

    def __getattribute__(self, name):
        table = _table_of(self)
        if name == "__dict__":
            return table
        if name in table:
            return table[name]
        return object.__getattribute__(self, name)

    def __setattr__(self, name, value):
        if name == "__dict__":
            raise AttributeError(f"{type(self).__name__!r} object attribute '__dict__' is read-only")
        _table_of(self)[name] = value

    def __delattr__(self, name):
        table = _table_of(self)
        if name not in table:
            raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")
        del table[name]


def _new_table(local):
    table = object.__getattribute__(local, "_tables")[get_ident()] = {}
    current_thread()._locals.append(_ref(local))
    return table


def _table_of(local):
    table = object.__getattribute__(local, "_tables").get(get_ident())
    if table is None:
        table = _new_table(local)
        cls = type(local)
        if cls.__init__ is not object.__init__:
            args, kwargs = object.__getattribute__(local, "_arguments")
            cls.__init__(local, *args, **kwargs)
    return table


_active = {}
_counter = 0


def _new_name():
    global _counter
    _counter += 1
    return "Thread-%d" % _counter


class Thread:
    def __init__(self, group=None, target=None, name=None, args=(), kwargs=None, *, daemon=None):
        if name is None:
            name = _new_name()
            if target is not None and hasattr(target, "__name__"):
                name += f" ({target.__name__})"
        self._target = target
        self._name = str(name)
        self._args = args
        self._kwargs = {} if kwargs is None else kwargs
        self._daemonic = current_thread().daemon if daemon is None else daemon
        self._ident = None
        self._started = Event()
        self._running = None
        self._is_stopped = False
        self._locals = []
        self._initialized = True

    def start(self):
        if self._started.is_set():
            raise RuntimeError("threads can only be started once")
        self._running = Lock()
        self._running.acquire()
        _thread.start_new_thread(self._bootstrap, ())
        self._started.wait()

    def run(self):
        try:
            if self._target is not None:
                self._target(*self._args, **self._kwargs)
        finally:
            del self._target, self._args, self._kwargs

    def _bootstrap(self):
        self._ident = get_ident()
        _active[self._ident] = self
        self._started.set()
        try:
            self.run()
        except SystemExit:
            pass
        except BaseException as error:
            excepthook(ExceptHookArgs(type(error), error, error.__traceback__, self))
        finally:
            for reference in self._locals:
                local = reference()
                if local is not None:
                    object.__getattribute__(local, "_tables").pop(self._ident, None)
            self._locals.clear()
            local = None
            self._is_stopped = True
            _active.pop(self._ident, None)
            self._running.release()

    def join(self, timeout=None):
        if not self._started.is_set():
            raise RuntimeError("cannot join thread before it is started")
        if self is current_thread():
            raise RuntimeError("cannot join current thread")
        if not self._is_stopped and self._running.acquire(True, -1 if timeout is None else max(timeout, 0)):
            self._running.release()

    def is_alive(self):
        return self._started.is_set() and not self._is_stopped

    @property
    def name(self):
        return self._name

    @name.setter
    def name(self, name):
        self._name = str(name)

    getName = lambda self: self._name
    isDaemon = lambda self: self._daemonic

    @property
    def ident(self):
        return self._ident

    native_id = ident

    @property
    def daemon(self):
        return self._daemonic

    @daemon.setter
    def daemon(self, daemonic):
        if self._started.is_set():
            raise RuntimeError("cannot set daemon status of active thread")
        self._daemonic = daemonic

    def setDaemon(self, daemonic):
        self.daemon = daemonic

    def __repr__(self):
        status = "initial"
        if self._started.is_set():
            status = "started"
        if self._is_stopped:
            status = "stopped"
        if self._daemonic:
            status += " daemon"
        if self._ident is not None:
            status += " %s" % self._ident
        return "<%s(%s, %s)>" % (self.__class__.__name__, self._name, status)


class _MainThread(Thread):
    def __init__(self):
        self._name, self._daemonic, self._ident = "MainThread", False, get_ident()
        self._started = Event()
        self._started._flag = True
        self._is_stopped = False
        self._locals = []
        self._running = None
        _active[self._ident] = self


class _DummyThread(Thread):
    """A thread that _thread started: known once it asks who it is."""

    def __init__(self):
        self._name, self._daemonic, self._ident = "Dummy-" + _new_name()[7:], True, get_ident()
        self._started = Event()
        self._started._flag = True
        self._is_stopped = False
        self._locals = []
        _active[self._ident] = self


class Timer(Thread):
    def __init__(self, interval, function, args=None, kwargs=None):
        Thread.__init__(self)
        self.interval = interval
        self.function = function
        self.args = args if args is not None else []
        self.kwargs = kwargs if kwargs is not None else {}
        self.finished = Event()

    def cancel(self):
        self.finished.set()

    def run(self):
        self.finished.wait(self.interval)
        if not self.finished.is_set():
            self.function(*self.args, **self.kwargs)
        self.finished.set()


class ExceptHookArgs:
    def __init__(self, exc_type, exc_value, exc_traceback, thread):
        self.exc_type, self.exc_value, self.exc_traceback, self.thread = exc_type, exc_value, exc_traceback, thread


def excepthook(args, /):
    """Prints what a thread raised and did not catch."""
    import sys

    if args.exc_type is SystemExit:
        return
    name = args.thread.name if args.thread is not None else get_ident()
    print(f"Exception in thread {name}:", file=sys.stderr, flush=True)
    sys.excepthook(args.exc_type, args.exc_value, args.exc_traceback)


__excepthook__ = excepthook


def current_thread():
    thread = _active.get(get_ident())
    return _DummyThread() if thread is None else thread


currentThread = current_thread
_main_thread = _MainThread()


def main_thread():
    return _main_thread


def enumerate():
    return list(_active.values())


def active_count():
    return len(_active)


activeCount = active_count


def _after_fork():
    """In a child: the thread that forked is the only one, and the main one."""
    global _main_thread
    _main_thread = current_thread()
    for thread in _active.values():
        if thread is not _main_thread:
            thread._is_stopped = True
    _active.clear()
    _active[get_ident()] = _main_thread


_threading_atexits = []
_SHUTTING_DOWN = False


def _register_atexit(function, /, *arguments, **keywords):
    """Has a function called at the program's end, before its threads are waited for: what tells them to end."""
    if _SHUTTING_DOWN:
        raise RuntimeError("can't register atexit after shutdown")
    _threading_atexits.append(lambda: function(*arguments, **keywords))


def _shutdown():
    """The program ends: waits for the threads that are no daemons."""
    global _SHUTTING_DOWN
    _SHUTTING_DOWN = True
    for call in reversed(_threading_atexits):
        call()
    while True:
        waiting = [thread for thread in list(_active.values())
                   if not thread._daemonic and thread is not _main_thread and thread is not current_thread()]
        if not waiting:
            return
        for thread in waiting:
            thread.join()
