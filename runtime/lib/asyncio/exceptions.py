"""What asyncio raises."""


class CancelledError(BaseException):
    """The task or future was cancelled."""


TimeoutError = TimeoutError


class InvalidStateError(Exception):
    """The future is in the wrong state for this."""


class BrokenBarrierError(RuntimeError):
    """The barrier has been broken by an abort."""


class QueueEmpty(Exception):
    """Nothing is in the queue."""


class QueueFull(Exception):
    """No room is in the queue."""
