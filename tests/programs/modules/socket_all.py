# Sockets: pairs, loopback, datagrams, timeouts, errors, names; the modules that stand on them.
import errno
import os
import select
import selectors
import socket
import socketserver
import struct
import tempfile
import threading
import urllib.request
from http.server import BaseHTTPRequestHandler, HTTPServer
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
import http.client
import email


def attempt(name, function, *arguments):
    try:
        print(name, function(*arguments))
    except Exception as error:
        print(name, type(error).__name__, error)


a, b = socket.socketpair()
print(a.family, a.type, a.proto, a.gettimeout(), a.getblocking(), a.getsockname(), a.fileno() >= 0)
print(a.send(b"hello"), b.recv(3), b.recv(10, socket.MSG_PEEK), b.recv(10), a.sendall(bytearray(b"xyz")))
buffer = bytearray(5)
print(b.recv_into(buffer), buffer, b.recv_into(memoryview(buffer)[1:], 0) if False else "")
a.settimeout(0.01)
attempt("timeout", a.recv, 5)
a.setblocking(False)
attempt("would block", a.recv, 5)
print(a.gettimeout(), a.getblocking(), a.timeout, socket.timeout is TimeoutError, socket.error is OSError)
a.shutdown(socket.SHUT_WR)
print(b.recv(1), select.select([b], [b], [], 0)[1] == [b])
with b.makefile("rw") as file:
    file.write("text\n")
    file.flush()
print(a.recv(10))
for name, function, arguments in (
        ("closed", b.close, ()), ("after", b.send, (b"x",)), ("pipe", a.send, (b"x",)), ("text", a.send, ("x",)),
        ("negative", a.recv, (-1,)), ("readonly", a.recv_into, (b"ab",))):
    attempt(name, function, *arguments)
print(repr(b), b.fileno())
a.close()

server = socket.create_server(("127.0.0.1", 0))
port = server.getsockname()[1]


def echo(count):
    for _ in range(count):
        connection, address = server.accept()
        with connection:
            while data := connection.recv(1024):
                connection.sendall(data.upper())


thread = threading.Thread(target=echo, args=(2,))
thread.start()
client = socket.create_connection(("localhost", port), timeout=5)
client.sendall(b"some data")
print(client.getpeername() == ("127.0.0.1", port), client.gettimeout())
client.shutdown(socket.SHUT_WR)
parts = b""
while part := client.recv(4):
    parts += part
print(parts)
client.close()
with socket.socket() as client:
    print(client.connect_ex(("127.0.0.1", port)))
    big = b"z" * 500000
    received = []

    def drain():
        while part := client.recv(65536):
            received.append(part)

    reader = threading.Thread(target=drain)
    reader.start()
    client.sendall(big)
    client.shutdown(socket.SHUT_WR)
    reader.join()
    print(b"".join(received) == big.upper())
thread.join()
print(server.getsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR) != 0, server.getsockopt(socket.SOL_SOCKET, socket.SO_TYPE))
server.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 2))
print(struct.unpack("ii", server.getsockopt(socket.SOL_SOCKET, socket.SO_LINGER, 8)))
server.close()
attempt("refused", socket.create_connection, ("127.0.0.1", port))
attempt("number", lambda: errno.errorcode[socket.socket().connect_ex(("127.0.0.1", port))])

one = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
two = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
one.bind(("", 0))
two.bind(("127.0.0.1", 0))
print(two.sendto(b"datagram", ("127.0.0.1", one.getsockname()[1])))
data, where = one.recvfrom(100)
print(data, where == two.getsockname(), one.sendto(b"back", 0, where), two.recvfrom(10)[0])
for name, function, arguments in (
        ("no pair", one.bind, ("x",)), ("not two", one.bind, (("a",),)), ("port", one.bind, (("", 70000),)),
        ("port type", one.bind, (("", "x"),)), ("nowhere", socket.getaddrinfo, ("256.256.256.256", 0, 0, 0, 0, socket.AI_NUMERICHOST)),
        ("family", socket.socket, (99,))):
    try:
        function(*arguments)
    except Exception as error:
        print(name, type(error).__name__)
one.close()
two.close()

with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, "socket")
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(path)
    listener.listen()
    client = socket.socket(socket.AF_UNIX)
    client.connect(path)
    connection, address = listener.accept()
    print(repr(address), listener.getsockname() == path, client.getpeername() == path)
    for each in (connection, client, listener):
        each.close()

print(socket.inet_aton("127.1"), socket.inet_ntoa(b"\x7f\0\0\1"), socket.inet_pton(socket.AF_INET6, "::1"),
      socket.inet_ntop(socket.AF_INET6, b"\0" * 15 + b"\1"), socket.htons(1), socket.ntohl(1), socket.getservbyname("http"),
      socket.gethostbyname("localhost"), socket.getdefaulttimeout())
for name, function, arguments in (("aton", socket.inet_aton, ("x",)), ("pton", socket.inet_pton, (socket.AF_INET, "x")),
                                  ("ntoa", socket.inet_ntoa, (b"12",)), ("htons", socket.htons, (70000,)),
                                  ("minus", socket.htons, (-1,)), ("service", socket.getservbyname, ("nope",))):
    attempt(name, function, *arguments)
print(socket.getaddrinfo("127.0.0.1", 80, type=socket.SOCK_STREAM), socket.gethostname() != "")
socket.setdefaulttimeout(3)
fresh = socket.socket()
print(fresh.gettimeout(), socket.getdefaulttimeout())
socket.setdefaulttimeout(None)
number = fresh.detach()
again = socket.socket(fileno=number)
print(fresh.fileno(), again.family, again.type, again.dup().family)
again.close()


class Upper(socketserver.StreamRequestHandler):
    def handle(self):
        self.wfile.write(self.rfile.readline().upper())


with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Upper) as tcp:
    threading.Thread(target=tcp.serve_forever, kwargs={"poll_interval": 0.01}).start()
    with socket.create_connection(tcp.server_address) as client:
        client.sendall(b"line\n")
        print(client.makefile("rb").read())
    tcp.shutdown()


class Page(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200 if self.path == "/" else 404)
        self.send_header("Content-Type", "text/plain")
        self.end_headers()
        self.wfile.write(f"path {self.path}".encode())

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(200)
        self.end_headers()
        self.wfile.write(body[::-1])

    def log_message(self, *arguments):
        pass


web = HTTPServer(("127.0.0.1", 0), Page)
threading.Thread(target=web.serve_forever, kwargs={"poll_interval": 0.01}).start()
url = f"http://127.0.0.1:{web.server_port}"
with urllib.request.urlopen(url + "/") as answer:
    print(answer.status, answer.headers["Content-Type"], answer.read())
try:
    urllib.request.urlopen(url + "/missing")
except urllib.error.HTTPError as error:
    print(error, error.read())
print(urllib.request.urlopen(urllib.request.Request(url, data=b"abc", method="POST")).read())
connection = http.client.HTTPConnection("127.0.0.1", web.server_port)
connection.request("GET", "/")
answer = connection.getresponse()
print(answer.status, answer.reason, answer.read())
connection.close()
web.shutdown()
web.server_close()

selector = selectors.DefaultSelector()
a, b = socket.socketpair()
selector.register(a, selectors.EVENT_READ, "data of a")
b.send(b"!")
print([(key.data, events) for key, events in selector.select(1)])
selector.close()
a.close()
b.close()

message = MIMEMultipart()
message["Subject"] = "Tést"
message["From"] = "a@example.org"
message.attach(MIMEText("body é", "plain", "utf-8"))
text = message.as_string()
parsed = email.message_from_string(text)
print(parsed["From"], parsed.is_multipart(), parsed.get_payload(0).get_payload(decode=True), email.header.decode_header(parsed["Subject"]))
