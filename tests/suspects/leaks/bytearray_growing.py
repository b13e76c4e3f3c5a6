class Connection:
    def __init__(self): self.buffer = bytearray()
    def received(self, data): self.buffer.extend(data)
conn = Connection()
for i in range(2000):
    conn.received(b"0123456789abcdef" * 8)
print(len(conn.buffer))
#> bytearray | modules: __main__.conn.buffer | bytearray_growing.py:3 in Connection.received
