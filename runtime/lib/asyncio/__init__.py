"""Coroutines that run together in one thread: tasks, futures, locks, queues, timeouts.

There are no sockets, streams, subprocesses or signal handlers here.
"""

from inspect import iscoroutinefunction

from .events import (DefaultEventLoopPolicy, Handle, TimerHandle, _get_running_loop, _set_running_loop,
                     get_event_loop, get_event_loop_policy, get_running_loop, new_event_loop, set_event_loop,
                     set_event_loop_policy)
from .exceptions import (BrokenBarrierError, CancelledError, InvalidStateError, QueueEmpty, QueueFull,
                         TimeoutError)
from .futures import Future, isfuture, wrap_future
from .locks import Barrier, BoundedSemaphore, Condition, Event, Lock, Semaphore
from .loop import EventLoop
from .queues import LifoQueue, PriorityQueue, Queue
from .runners import Runner, run
from .taskgroups import TaskGroup
from .tasks import Task, all_tasks, create_task, current_task, ensure_future, iscoroutine
from .threads import to_thread
from .timeouts import Timeout, timeout, timeout_at
from .waiting import (ALL_COMPLETED, FIRST_COMPLETED, FIRST_EXCEPTION, as_completed, gather, shield, sleep, wait,
                      wait_for)

AbstractEventLoop = BaseEventLoop = SelectorEventLoop = EventLoop

_NOT_SUPPORTED = {
    "streams": ("open_connection", "start_server", "open_unix_connection", "start_unix_server", "StreamReader",
                "StreamWriter"),
    "subprocesses": ("create_subprocess_exec", "create_subprocess_shell", "subprocess"),
    "transports and protocols": ("Transport", "Protocol", "BaseProtocol", "DatagramProtocol"),
    "futures of other threads": ("run_coroutine_threadsafe",),
}


def __getattr__(name):
    for what, names in _NOT_SUPPORTED.items():
        if name in names:
            raise AttributeError(f"asyncio.{name}: {what} are not supported")
    raise AttributeError(f"module 'asyncio' has no attribute {name!r}")
