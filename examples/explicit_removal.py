"""The cure of sessions.py and listeners.py: whoever adds also removes.

What leaks:  nothing. A context manager deletes the session when the visit ends, however it ends.
What shows it:
    growth --from warm --to end     Session does not grow
"""

from contextlib import contextmanager

import heapledger

sessions = {}


class Session:
    def __init__(self, user):
        self.user = user
        self.requests = []


@contextmanager
def session_of(user):
    sessions[user] = Session(user)
    try:
        yield sessions[user]
    finally:
        del sessions[user]


def visit(user):
    try:
        with session_of(user) as session:
            session.requests.append("home")
            if user.endswith("7"):
                raise ConnectionError(user)
            session.requests.append("search")
            return len(session.requests)
    except ConnectionError:
        return 0


done = sum(visit(f"user{number}") for number in range(50))
heapledger.snapshot("warm")
done += sum(visit(f"user{number}") for number in range(50, 250))
heapledger.snapshot("end")
print("requests:", done, "sessions left:", len(sessions))
