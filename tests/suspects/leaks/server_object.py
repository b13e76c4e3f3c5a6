class Session:
    def __init__(self, user): self.user = user; self.basket = []
    def buy(self, what): self.basket.append(what)
class Server:
    def __init__(self): self.sessions = {}; self.stats = {"requests": 0}
    def handle(self, user, action):
        self.stats["requests"] += 1
        s = self.sessions.get(user)
        if s is None: s = self.sessions[user] = Session(user)
        if action == "buy": s.buy("thing %d" % self.stats["requests"])
        if action == "logout": s.basket.clear()   # and forgets the session
def main():
    server = Server()
    for i in range(200):
        user = "user%d" % i
        for action in ("login", "buy", "buy", "logout"): server.handle(user, action)
    print(len(server.sessions))
main()
#> Session | in flight: (frame)(Server)(dict)(dict) | server_object.py:9 in Server.handle
