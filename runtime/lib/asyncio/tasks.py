"""Tasks: coroutines that a loop runs, a step at a time."""

import types
from inspect import isawaitable, iscoroutine as _is_plain_coroutine
from itertools import count
from weakref import WeakSet

from . import describe, events
from .exceptions import CancelledError
from .futures import _PENDING, Future, isfuture

_all = WeakSet()
_current = {}  # of each loop that runs, the task whose step is being made
_numbers = count(1)


def iscoroutine(v):
    """Is it a coroutine, or an object that behaves as one?"""
    if _is_plain_coroutine(v):
        return True
    if isinstance(v, types.GeneratorType):
        return bool(v.gi_code.co_flags & 0x100)
    return all(hasattr(type(v), name) for name in ("send", "throw", "close", "__await__"))


def current_task(loop=None):
    """The task that is running; None in a plain callback."""
    return _current.get(events.get_running_loop() if loop is None else loop)


def all_tasks(loop=None):
    """The tasks of a loop that have not ended."""
    if loop is None:
        loop = events.get_running_loop()
    return {task for task in list(_all) if task._loop is loop and not task.done()}


class Task(Future):
    """A coroutine under way. Its future is the coroutine's result."""

    __slots__ = ("_coro", "_name", "_context", "_fut_waiter", "_must_cancel", "_cancel_requests",
                 "_log_destroy_pending")

    def __init__(self, coro, *, loop=None, name=None, context=None):
        super().__init__(loop=loop)
        self._log_destroy_pending = False
        if not iscoroutine(coro):
            raise TypeError(f"a coroutine was expected, got {coro!r}")
        self._log_destroy_pending = True
        self._name = f"Task-{next(_numbers)}" if name is None else str(name)
        self._coro = coro
        self._fut_waiter = None
        self._must_cancel = False
        self._cancel_requests = 0
        self._context = events.contextvars.copy_context() if context is None else context
        self._loop.call_soon(self._step, context=self._context)
        _all.add(self)

    def _info(self):
        parts = super()._info()
        if self._cancel_requests and not self.done():
            parts[0] = "cancelling"
        parts.insert(1, f"name={self._name!r}")
        parts.insert(2, f"coro=<{describe.coroutine(self._coro)}>")
        if self._fut_waiter is not None:
            parts.insert(3, f"wait_for={self._fut_waiter!r}")
        return parts

    def __del__(self):
        if self._state == _PENDING and self._log_destroy_pending:
            self._loop.call_exception_handler({"task": self, "message": "Task was destroyed but it is pending!"})
        super().__del__()

    def get_coro(self):
        return self._coro

    def get_name(self):
        return self._name

    def set_name(self, value):
        self._name = str(value)

    def get_stack(self, *, limit=None):
        frame = getattr(self._coro, "cr_frame", None)
        return [] if frame is None else [frame]

    def set_result(self, result):
        raise RuntimeError("Task does not support set_result operation")

    def set_exception(self, exception):
        raise RuntimeError("Task does not support set_exception operation")

    def cancel(self, msg=None):
        self._log_traceback = False
        if self.done():
            return False
        self._cancel_requests += 1
        if self._fut_waiter is not None and self._fut_waiter.cancel(msg=msg):
            return True
        self._must_cancel = True
        self._cancel_message = msg
        return True

    def cancelling(self):
        return self._cancel_requests

    def uncancel(self):
        if self._cancel_requests > 0:
            self._cancel_requests -= 1
        return self._cancel_requests

    def _step(self, error=None):
        if self._must_cancel:
            if not isinstance(error, CancelledError):
                error = self._make_cancelled_error()
            self._must_cancel = False
        self._fut_waiter = None
        loop = self._loop
        if loop in _current:
            raise RuntimeError(f"Cannot enter into task {self!r} while another task {_current[loop]!r} "
                               "is being executed.")
        _current[loop] = self
        try:
            waited = self._coro.send(None) if error is None else self._coro.throw(error)
        except StopIteration as stop:
            if self._must_cancel:
                self._must_cancel = False
                super().cancel(msg=self._cancel_message)
            else:
                super().set_result(stop.value)
        except CancelledError as cancelled:
            self._cancelled_error = cancelled
            super().cancel()
        except BaseException as raised:
            raised.__traceback__ = raised.__traceback__.tb_next  # this step is none of the program's
            super().set_exception(raised)
            if isinstance(raised, (KeyboardInterrupt, SystemExit)):
                raise
        else:
            self._wait_for(waited)
        finally:
            del _current[loop]
            self = error = None

    def _wait_for(self, waited):
        """The coroutine has yielded: a future that it waits for, or None to be asked again soon."""
        if waited is None:
            self._loop.call_soon(self._step, context=self._context)
            return
        blocking = getattr(waited, "_asyncio_future_blocking", None)
        if blocking is None:
            fault = f"Task got bad yield: {waited!r}"
            if isinstance(waited, types.GeneratorType):
                fault = f"yield was used instead of yield from for generator in task {self!r} with {waited!r}"
        elif waited._loop is not self._loop:
            fault = f"Task {self!r} got Future {waited!r} attached to a different loop"
        elif not blocking:
            fault = f"yield was used instead of yield from in task {self!r} with {waited!r}"
        elif waited is self:
            fault = f"Task cannot await on itself: {self!r}"
        else:
            waited._asyncio_future_blocking = False
            waited.add_done_callback(self._wakeup, context=self._context)
            self._fut_waiter = waited
            if self._must_cancel and waited.cancel(msg=self._cancel_message):
                self._must_cancel = False
            return
        self._loop.call_soon(self._step, RuntimeError(fault), context=self._context)

    def _wakeup(self, future):
        try:
            future.result()
        except BaseException as error:
            self._step(error)
        else:
            self._step()
        self = None


def create_task(coro, *, name=None, context=None):
    """Starts a coroutine as a task of the running loop."""
    loop = events.get_running_loop()
    return loop.create_task(coro, name=name) if context is None else loop.create_task(coro, name=name,
                                                                                      context=context)


@types.coroutine
def _wrap(awaitable):
    return (yield from awaitable.__await__())


def ensure_future(coro_or_future, *, loop=None):
    """A future as it is; a coroutine or another awaitable as a task."""
    if isfuture(coro_or_future):
        if loop is not None and loop is not coro_or_future.get_loop():
            raise ValueError("The future belongs to a different loop than the one specified as the loop argument")
        return coro_or_future
    if not iscoroutine(coro_or_future):
        if not isawaitable(coro_or_future):
            raise TypeError("An asyncio.Future, a coroutine or an awaitable is required")
        coro_or_future = _wrap(coro_or_future)
    return (events.get_event_loop() if loop is None else loop).create_task(coro_or_future)
