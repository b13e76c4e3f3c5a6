"""Handlers of signals: called between two instructions, in calls that block, and what they raise."""
import _signal as signal
import os
import time

seen = []


def handler(number, frame):
    seen.append((number, frame is None or frame.f_code.co_name))


print(signal.getsignal(signal.SIGUSR1), signal.signal(signal.SIGUSR1, handler), signal.getsignal(signal.SIGUSR1) is handler)
signal.raise_signal(signal.SIGUSR1)
os.kill(os.getpid(), signal.SIGUSR1)
for _ in range(1000):
    pass
print(seen)


def fail(number, frame):
    raise ValueError(f"signal {number}")


before = signal.signal(signal.SIGALRM, fail)
print(before)
try:
    signal.setitimer(signal.ITIMER_REAL, 0.02)
    time.sleep(20)
    print("slept on")
except ValueError as error:
    print("ended the sleep:", error)
signal.signal(signal.SIGALRM, lambda number, frame: seen.append("alarm"))
signal.setitimer(signal.ITIMER_REAL, 0.02)
start = time.monotonic()
time.sleep(0.1)
print("slept to the end:", time.monotonic() - start >= 0.1, seen[-1])
read, write = os.pipe()
child = os.fork()
if child == 0:
    time.sleep(0.1)
    os.write(write, b"at last")
    os._exit(0)
signal.setitimer(signal.ITIMER_REAL, 0.02)
print(os.read(read, 10), seen.count("alarm"), os.waitpid(child, 0)[1])
try:
    os.kill(os.getpid(), signal.SIGINT)
    time.sleep(1)
except KeyboardInterrupt:
    print("interrupted")
signal.signal(signal.SIGINT, signal.SIG_IGN)
os.kill(os.getpid(), signal.SIGINT)
print("ignored", signal.signal(signal.SIGINT, signal.default_int_handler) == signal.SIG_IGN)


def attempt(function, *arguments):
    try:
        print(function(*arguments))
    except (ValueError, TypeError, OSError, KeyboardInterrupt) as error:
        print(type(error).__name__, error)


attempt(signal.signal, 0, handler)
attempt(signal.signal, 999, handler)
attempt(signal.signal, signal.SIGKILL, handler)
attempt(signal.signal, signal.SIGUSR2, "x")
attempt(signal.signal, signal.SIGUSR2, 7)
attempt(signal.default_int_handler, 2, None)
attempt(signal.strsignal, signal.SIGTERM)
print(signal.SIGTERM in signal.valid_signals(), signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGUSR1}), signal.sigpending())
os.kill(os.getpid(), signal.SIGUSR1)
print(signal.sigpending(), len(seen), signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGUSR1]), len(seen), signal.getitimer(signal.ITIMER_REAL), signal.alarm(0))
