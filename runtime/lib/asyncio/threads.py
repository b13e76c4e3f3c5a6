"""Functions that run in threads while tasks wait for them."""

import contextvars
import queue
import threading
from functools import partial

from . import events
from .futures import set_unless_cancelled

_MOST_THREADS = 8


def _finish(future, error, result):
    if future.cancelled():
        return
    if error is not None:
        future.set_exception(error)
    else:
        future.set_result(result)


class Workers:
    """The threads of one loop: made as they are needed, up to a number."""

    def __init__(self):
        self._calls = queue.SimpleQueue()
        self._threads = []
        self._idle = threading.Semaphore(0)

    def submit(self, loop, future, func, args):
        self._calls.put((loop, future, func, args))
        if not self._idle.acquire(blocking=False) and len(self._threads) < _MOST_THREADS:
            thread = threading.Thread(target=self._work, name=f"asyncio_{len(self._threads)}", daemon=True)
            self._threads.append(thread)
            thread.start()

    def _work(self):
        while (call := self._calls.get()) is not None:
            loop, future, func, args = call
            error = result = None
            try:
                if not future.cancelled():
                    result = func(*args)
            except BaseException as raised:
                error = raised
            try:
                loop.call_soon_threadsafe(_finish, future, error, result)
            except RuntimeError:  # the loop is closed: nobody waits
                pass
            call = future = func = args = error = result = None
            self._idle.release()

    async def shutdown(self, loop):
        """Waits for what runs, then ends the threads."""
        for _ in self._threads:
            self._calls.put(None)
        done = loop.create_future()

        def join():
            for thread in self._threads:
                thread.join()
            loop.call_soon_threadsafe(set_unless_cancelled, done, None)

        joiner = threading.Thread(target=join)
        joiner.start()
        await done
        joiner.join()


async def to_thread(func, /, *args, **kwargs):
    """The result of a function that runs in another thread, in a copy of this context."""
    context = contextvars.copy_context()
    return await events.get_running_loop().run_in_executor(None, partial(context.run, func, *args, **kwargs))
