# leaves objects: daemon threads are asleep or busy when the program ends, as they are under python3
"""Finalizers that run while the program ends block and let other threads in; daemons never come back."""
import threading
import time


class Slow:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        time.sleep(0.02)  # lets go of the lock, and takes it again
        total = 0
        for i in range(20000):  # long enough to be asked for the lock
            total += i
        print(self.name, total)


def spins():
    while True:
        pass


def waits():
    threading.Event().wait()


slow = [Slow("first"), Slow("second")]
for target in (waits, spins, waits):
    threading.Thread(target=target, daemon=True).start()
time.sleep(0.02)
print("end")
