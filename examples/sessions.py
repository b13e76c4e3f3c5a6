"""Sessions that are opened at login and never deleted at logout.

What leaks:  each Session stays in Server.sessions after `logout`, which marks it and forgets to
             remove it; its request log, a list, stays with it.
What shows it:
    growth --from warm --to end              Session and list grow by 200
    referrers --object OID                   the dict of the Server, the key, the line in `login`
"""

import heapledger


class Session:
    def __init__(self, user):
        self.user = user
        self.requests = []
        self.open = True


class Server:
    def __init__(self):
        self.sessions = {}

    def login(self, user):
        session = Session(user)
        self.sessions[user] = session
        return session

    def logout(self, user):
        self.sessions[user].open = False  # and `del self.sessions[user]` was forgotten


def visit(server, user):
    session = server.login(user)
    for page in ("home", "search", "basket"):
        session.requests.append((user, page))
    server.logout(user)


server = Server()
for number in range(50):
    visit(server, f"user{number}")
heapledger.snapshot("warm")
for number in range(50, 250):
    visit(server, f"user{number}")
heapledger.snapshot("end")
print("sessions kept:", len(server.sessions))
print("of them open:", sum(session.open for session in server.sessions.values()))
