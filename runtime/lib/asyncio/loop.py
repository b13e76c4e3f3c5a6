"""The event loop: callbacks that are ready, timers, and calls from other threads.

It waits for nothing but these: there are no sockets and no subprocesses. A turn moves the timers whose
time has come behind what is ready, then runs as many calls as were ready when it began.
"""

import sys
import time
from _thread import allocate_lock
from collections import deque
from heapq import heapify, heappop, heappush
from weakref import WeakSet

from . import events, tasks
from .futures import Future

_MOST_CANCELLED = 100  # timers, and more than half of them: then the heap is made anew
_LONGEST_WAIT = 24 * 3600


class EventLoop:
    """A loop for one thread."""

    def __init__(self):
        self._ready = deque()
        self._scheduled = []
        self._timers_cancelled = 0
        self._closed = False
        self._stopping = False
        self._thread = None  # that runs it
        self._wake = allocate_lock()  # taken, unless another thread has asked for a turn
        self._wake.acquire()
        self._exception_handler = None
        self._task_factory = None
        self._executor = None
        self._executor_closed = False
        self._generators = WeakSet()
        self._generators_closed = False

    def __repr__(self):
        return (f"<{type(self).__name__} running={self.is_running()} closed={self._closed} "
                f"debug={self.get_debug()}>")

    # --- calls ----------------------------------------------------------------------------------

    def time(self):
        return time.monotonic()

    def _check_closed(self):
        if self._closed:
            raise RuntimeError("Event loop is closed")

    def call_soon(self, callback, *args, context=None):
        self._check_closed()
        handle = events.Handle(callback, args, self, context)
        self._ready.append(handle)
        return handle

    def call_soon_threadsafe(self, callback, *args, context=None):
        handle = self.call_soon(callback, *args, context=context)
        try:
            self._wake.release()
        except RuntimeError:  # somebody has already asked
            pass
        return handle

    def call_later(self, delay, callback, *args, context=None):
        if delay is None:
            raise TypeError("delay must not be None")
        return self.call_at(self.time() + delay, callback, *args, context=context)

    def call_at(self, when, callback, *args, context=None):
        if when is None:
            raise TypeError("when cannot be None")
        self._check_closed()
        timer = events.TimerHandle(when, callback, args, self, context)
        heappush(self._scheduled, timer)
        timer._scheduled = True
        return timer

    def _timer_cancelled(self, timer):
        if timer._scheduled:
            self._timers_cancelled += 1

    # --- futures, tasks, threads ------------------------------------------------------------------

    def create_future(self):
        return Future(loop=self)

    def create_task(self, coro, *, name=None, context=None):
        self._check_closed()
        if self._task_factory is None:
            task = tasks.Task(coro, loop=self, context=context)
        elif context is None:
            task = self._task_factory(self, coro)
        else:
            task = self._task_factory(self, coro, context=context)
        if name is not None:
            task.set_name(name)
        return task

    def set_task_factory(self, factory):
        if factory is not None and not callable(factory):
            raise TypeError("task factory must be a callable or None")
        self._task_factory = factory

    def get_task_factory(self):
        return self._task_factory

    def run_in_executor(self, executor, func, *args):
        self._check_closed()
        if executor is not None:
            raise TypeError("run_in_executor: an executor other than None is not supported")
        if self._executor_closed:
            raise RuntimeError("Executor shutdown has been called")
        if self._executor is None:
            from .threads import Workers
            self._executor = Workers()
        future = self.create_future()
        self._executor.submit(self, future, func, args)
        return future

    async def shutdown_default_executor(self):
        self._executor_closed = True
        if self._executor is not None:
            await self._executor.shutdown(self)
            self._executor = None

    # --- running ----------------------------------------------------------------------------------

    def is_running(self):
        return self._thread is not None

    def is_closed(self):
        return self._closed

    def stop(self):
        self._stopping = True

    def close(self):
        if self.is_running():
            raise RuntimeError("Cannot close a running event loop")
        self._closed = True
        self._ready.clear()
        self._scheduled.clear()

    def _check_running(self):
        if self.is_running():
            raise RuntimeError("This event loop is already running")
        if events._get_running_loop() is not None:
            raise RuntimeError("Cannot run the event loop while another loop is running")

    def run_forever(self):
        self._check_closed()
        self._check_running()
        hooks = sys.get_asyncgen_hooks()
        try:
            self._thread = True
            sys.set_asyncgen_hooks(firstiter=self._generator_begins, finalizer=self._generator_dies)
            events._set_running_loop(self)
            while True:
                self._turn()
                if self._stopping:
                    break
        finally:
            self._stopping = False
            self._thread = None
            events._set_running_loop(None)
            sys.set_asyncgen_hooks(*hooks)

    def run_until_complete(self, future):
        self._check_closed()
        self._check_running()
        is_new = not isinstance(future, Future)
        future = tasks.ensure_future(future, loop=self)
        if is_new:
            future._log_destroy_pending = False
        future.add_done_callback(self._stop_with)
        try:
            self.run_forever()
        except BaseException:
            if is_new and future.done() and not future.cancelled():
                future.exception()  # it counts as retrieved
            raise
        finally:
            future.remove_done_callback(self._stop_with)
        if not future.done():
            raise RuntimeError("Event loop stopped before Future completed.")
        return future.result()

    def _stop_with(self, future):
        if not future.cancelled() and isinstance(future.exception(), (SystemExit, KeyboardInterrupt)):
            return  # the error itself ends the loop
        self.stop()

    def _drop_cancelled_timers(self):
        timers = self._scheduled
        if len(timers) > _MOST_CANCELLED and self._timers_cancelled > len(timers) // 2:
            for timer in timers:
                timer._scheduled = not timer._cancelled
            self._scheduled = [timer for timer in timers if timer._scheduled]
            heapify(self._scheduled)
            self._timers_cancelled = 0
        while self._scheduled and self._scheduled[0]._cancelled:
            self._timers_cancelled -= 1
            heappop(self._scheduled)._scheduled = False

    def _wait(self):
        """Until something is ready, or another thread asks for a turn."""
        if self._ready or self._stopping:
            self._wake.acquire(False)
        elif self._scheduled:
            delay = self._scheduled[0]._when - self.time()
            self._wake.acquire(True, min(max(delay, 0), _LONGEST_WAIT))
        else:
            self._wake.acquire()

    def _turn(self):
        self._drop_cancelled_timers()
        self._wait()
        now = self.time() + 1e-9
        while self._scheduled and self._scheduled[0]._when < now:
            timer = heappop(self._scheduled)
            timer._scheduled = False
            self._ready.append(timer)
        for _ in range(len(self._ready)):
            handle = self._ready.popleft()
            if not handle._cancelled:
                handle._run()
        handle = None

    # --- asynchronous generators --------------------------------------------------------------------

    def _generator_begins(self, generator):
        self._generators.add(generator)

    def _generator_dies(self, generator):
        self._generators.discard(generator)
        if not self._closed:
            self.call_soon_threadsafe(self.create_task, generator.aclose())

    async def shutdown_asyncgens(self):
        self._generators_closed = True
        closing = list(self._generators)
        self._generators.clear()
        if not closing:
            return
        from .waiting import gather
        results = await gather(*[each.aclose() for each in closing], return_exceptions=True)
        for result, generator in zip(results, closing):
            if isinstance(result, Exception):
                self.call_exception_handler({
                    "message": f"an error occurred during closing of asynchronous generator {generator!r}",
                    "exception": result, "asyncgen": generator})

    # --- what nobody handles --------------------------------------------------------------------------

    def get_debug(self):
        return False

    def set_debug(self, enabled):
        if enabled:
            raise NotImplementedError("the debug mode of asyncio is not supported")

    def get_exception_handler(self):
        return self._exception_handler

    def set_exception_handler(self, handler):
        if handler is not None and not callable(handler):
            raise TypeError(f"A callable object or None is expected, got {handler!r}")
        self._exception_handler = handler

    def default_exception_handler(self, context):
        import logging
        error = context.get("exception")
        lines = [context.get("message") or "Unhandled exception in event loop"]
        lines += [f"{key}: {context[key]!r}" for key in sorted(context) if key not in ("message", "exception")]
        details = (type(error), error, error.__traceback__) if error is not None else False
        logging.getLogger("asyncio").error("\n".join(lines), exc_info=details)

    def call_exception_handler(self, context):
        handler = self._exception_handler
        if handler is None:
            self.default_exception_handler(context)
            return
        try:
            handler(self, context)
        except (SystemExit, KeyboardInterrupt):
            raise
        except BaseException as error:
            self.default_exception_handler({
                "message": "Unhandled error in exception handler", "exception": error, "context": context})
