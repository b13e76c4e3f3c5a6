from collections import deque
class Message:
    __slots__ = ("text", "n")
    def __init__(self, text, n): self.text = text; self.n = n
history = deque()
def send(n):
    history.append(Message("message number %d" % n, n))
for i in range(400): send(i)
print(len(history))
#> Message | modules: __main__.history | deque_history.py:7 in send
