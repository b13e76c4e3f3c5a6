import signal
chain = []
def install(n):
    state = {"n": n, "rows": [n] * 5}
    previous = signal.getsignal(signal.SIGUSR1)
    def handler(number, frame):
        state["seen"] = number
        if callable(previous): previous(number, frame)
    signal.signal(signal.SIGUSR1, handler)
for i in range(80): install(i)
print(callable(signal.getsignal(signal.SIGUSR1)))
#> function | modules: _signal._handlers[10] | signal_closures.py:5 in install
