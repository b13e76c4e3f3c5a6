"""The module array."""
import sys
from array import array, typecodes


def attempt(label, function, *arguments):
    try:
        print(label, function(*arguments))
    except Exception as error:
        print(label, type(error).__name__, error)


print(typecodes)
for code in "bBhHiIlLqQfd":
    a = array(code, [1, 2, 3])
    print(a, a.itemsize, a.typecode, len(a), a[0], a[-1], a[1:], a[::-1], list(a), sum(a), a.tobytes()[: a.itemsize], sys.getsizeof(a))
for code, value in [("b", 200), ("b", -200), ("B", 300), ("B", -1), ("h", 40000), ("H", 70000), ("i", 2**31), ("I", 2**32), ("i", "a"), ("i", 1.5), ("d", "a")]:
    attempt(f"{code} {value}", array, code, [value])
for arguments in [(), ("z",), ("ii",), (1,), ("i", "abc"), ("i", 5), ("i", b"abc"), ("i", b"abcd"), ("u", "abé"), ("d", (1, 2.5)), ("f", [0.1]), ("i", range(5)), ("i",)]:
    attempt(f"{arguments}", array, *arguments)
a = array("i", [3, 1, 2])
a.append(9)
a.extend([4, 5])
a.extend(array("i", [6]))
a.insert(1, 7)
a.insert(-1, 8)
print(a, a.pop(), a.pop(0), a.index(9), a.count(4), 4 in a, "x" in a)
a.remove(9)
a[0] = 100
a[1:3] = array("i", [50, 51, 52])
print(a, a + a[:1], a * 2, a == a[:], a != array("i"), a < array("i", [101]), array("i", [1]) == array("d", [1.0]))
del a[0]
del a[::2]
print(a)
a.reverse()
a += array("i", [1])
a.byteswap()
print(a, [x for x in a], bool(array("i")), a.tolist())
a.frombytes(b"\x01\0\0\0")
a.fromlist([2])
print(a[-2:], max(a[-2:]), sorted(a[-2:], reverse=True))
for label, function in [("index", lambda: a[99]), ("set", lambda: a.__setitem__(99, 1)), ("key", lambda: a["a"]), ("pop", lambda: array("i").pop()), ("find", lambda: a.index(-5)), ("remove", lambda: a.remove(-5)),
                        ("add", lambda: a + [1]), ("kind", lambda: a + array("h")), ("extend", lambda: a.extend(array("h"))), ("slice", lambda: a.__setitem__(slice(0, 1), [1])), ("hash", lambda: hash(a)),
                        ("bytes", lambda: a.frombytes(b"abc"))]:
    attempt(label, function)
grown = array("q")
sizes = []
for i in range(40):
    grown.append(i)
    sizes.append(sys.getsizeof(grown))
print(sizes)
for i in range(35):
    grown.pop()
print(sys.getsizeof(grown), sys.getsizeof(array("b")), sys.getsizeof(array("i", range(10))), array("u", "hi").tounicode())
