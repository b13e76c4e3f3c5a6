"""The module struct."""
import struct


def attempt(label, function, *arguments):
    try:
        print(label, function(*arguments))
    except Exception as error:
        print(label, type(error).__name__, error)


for format, values in [("i", (5,)), ("<i", (-5,)), (">i", (-5,)), ("!H", (513,)), ("bBhHiIlLqQ", (-1, 255, -2, 65535, -3, 7, -4, 8, -5, 9)), ("=bhl", (1, 2, 3)), ("bhl", (1, 2, 3)), ("f", (1.5,)), ("<d", (3.14,)),
                       (">d", (-2.5,)), ("4s", (b"abcdef",)), ("4s", (b"ab",)), ("5p", (b"abc",)), ("c", (b"x",)), ("?", (True,)), ("3i", (1, 2, 3)), ("2x h", (7,)), ("<iq0i", (1, 2)), ("i0q", (1,)), ("nN", (-1, 1)),
                       ("<", ()), ("0s", (b"",)), ("<2h3sb", (1, 2, b"xyz", -4))]:
    data = struct.pack(format, *values)
    print(format, data, struct.calcsize(format), struct.unpack(format, data))
for format, values in [("B", (300,)), ("b", (-200,)), ("h", (40000,)), ("<H", (70000,)), ("i", (2**31,)), ("<i", (2**31,)), ("I", (-1,)), ("q", (2**63,)), ("Q", (-1,)), ("i", ("a",)), ("f", ("a",)), ("i", (1.5,)), ("ii", (1,)),
                       ("2i", (1, 2, 3)), ("z", (1,)), ("3", (1,)), ("4s", ("abc",)), ("c", (b"ab",)), ("<n", (1,))]:
    attempt(f"{format} {values}", struct.pack, format, *values)
attempt("short", struct.unpack, "i", b"abc")
attempt("type", struct.unpack, "i", 5)
attempt("from", struct.unpack_from, "i", b"abc", 0)
buffer = bytearray(8)
struct.pack_into("<hh", buffer, 2, 1, -1)
print(buffer, struct.unpack_from("<hh", buffer, 2), list(struct.iter_unpack("<hh", buffer)))
attempt("into", struct.pack_into, "i", bytearray(2), 0, 1)
s = struct.Struct("<hI")
print(s.size, s.pack(1, 2), s.unpack(s.pack(3, 4)), issubclass(struct.error, Exception), struct.error.__name__)
