"""Which loop runs, and the calls that wait in it."""

import contextvars
from threading import current_thread, local, main_thread

from . import describe

_thread = local()


def _get_running_loop():
    return getattr(_thread, "running", None)


def _set_running_loop(loop):
    _thread.running = loop


def get_running_loop():
    """The loop that runs in this thread; RuntimeError where there is none."""
    loop = _get_running_loop()
    if loop is None:
        raise RuntimeError("no running event loop")
    return loop


def get_event_loop():
    """The loop that runs, or the one that was set for this thread; the main thread gets one made."""
    loop = _get_running_loop() or getattr(_thread, "loop", None)
    if loop is None:
        if current_thread() is not main_thread() or getattr(_thread, "loop_was_set", False):
            raise RuntimeError(f"There is no current event loop in thread {current_thread().name!r}.")
        set_event_loop(loop := new_event_loop())
    return loop


def set_event_loop(loop):
    """`loop` is what get_event_loop gives in this thread, outside of a running loop."""
    _thread.loop_was_set = True
    _thread.loop = loop


def new_event_loop():
    """A new loop that does not run yet."""
    from .loop import EventLoop
    return EventLoop()


class DefaultEventLoopPolicy:
    """Which loop a thread gets; there is no other policy."""

    def get_event_loop(self):
        return get_event_loop()

    def set_event_loop(self, loop):
        set_event_loop(loop)

    def new_event_loop(self):
        return new_event_loop()


def get_event_loop_policy():
    return DefaultEventLoopPolicy()


def set_event_loop_policy(policy):
    """Only the default policy, for which None stands too, can be set."""
    if policy is not None and not isinstance(policy, DefaultEventLoopPolicy):
        raise TypeError("set_event_loop_policy: a policy other than the default one is not supported")
    _thread.loop_was_set = False


class Handle:
    """A call that waits in a loop, and can be cancelled."""

    __slots__ = ("_callback", "_args", "_context", "_loop", "_cancelled", "__weakref__")

    def __init__(self, callback, args, loop, context=None):
        self._context = contextvars.copy_context() if context is None else context
        self._loop = loop
        self._callback = callback
        self._args = args
        self._cancelled = False

    def _info(self):
        parts = [type(self).__name__]
        if self._cancelled:
            parts.append("cancelled")
        if self._callback is not None:
            parts.append(describe.callback(self._callback, self._args))
        return parts

    def __repr__(self):
        return f"<{' '.join(self._info())}>"

    def get_context(self):
        return self._context

    def cancel(self):
        if not self._cancelled:
            self._cancelled = True
            self._callback = self._args = None

    def cancelled(self):
        return self._cancelled

    def _run(self):
        try:
            self._context.run(self._callback, *self._args)
        except (SystemExit, KeyboardInterrupt):
            raise
        except BaseException as error:
            self._loop.call_exception_handler({
                "message": f"Exception in callback {describe.callback(self._callback, self._args)}",
                "exception": error, "handle": self})


class TimerHandle(Handle):
    """A call that waits for its time."""

    __slots__ = ("_when", "_scheduled")

    def __init__(self, when, callback, args, loop, context=None):
        super().__init__(callback, args, loop, context)
        self._when = when
        self._scheduled = False

    def _info(self):
        parts = super()._info()
        parts.insert(2 if self._cancelled else 1, f"when={self._when}")
        return parts

    def __lt__(self, other):
        return self._when < other._when if isinstance(other, TimerHandle) else NotImplemented

    def when(self):
        return self._when

    def cancel(self):
        if not self._cancelled:
            self._loop._timer_cancelled(self)
        super().cancel()
