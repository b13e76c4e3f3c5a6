"""A registry that keeps everything: small, for transcripts of the command line."""

import sys

import heapledger

registry = {}


class Session:
    def __init__(self, number):
        self.number = number


def login(number):
    registry[number] = Session(number)


for number in range(3):
    login(number)
heapledger.snapshot("warm")
for number in range(3, 10):
    login(number)
heapledger.mark("logged in")
heapledger.snapshot("end")
print("sessions:", len(registry), "arguments:", sys.argv[1:])
