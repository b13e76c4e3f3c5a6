"""A server that forgets to log its users out: large enough for the examples in the help pages."""

import heapledger


class Server:
    def __init__(self):
        self.sessions = []

    def handle(self, number):
        self.sessions.append([number, str(number)])


def main():
    server = Server()
    heapledger.snapshot("warm")
    for number in range(3):
        server.handle(number)
    heapledger.snapshot("end")
    for number in range(4000):
        [[number], [str(number)]]
    print("sessions:", len(server.sessions))


main()
