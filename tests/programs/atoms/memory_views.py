import gc, sys, array, weakref, struct
def show(f):
    try: print(repr(f()))
    except Exception as e: print(type(e).__name__, e)
b = bytearray(b"hello world"); m = memoryview(b)
print(m[0], m[-1], m[1:4].tobytes(), bytes(m[::-1]), len(m), m.nbytes, m.format, m.itemsize, m.ndim, m.shape, m.strides, m.suboffsets, m.readonly, m.obj is b, m.c_contiguous, m[::2].contiguous, m.tolist()[:3])
m[0] = 72; m[6:11] = b"WORLD"; print(b, m == b, m == b"Hello WORLD", m != b"x", m[1:3] == b"el", b"el" == m[1:3])
for f in [lambda: b.append(1), lambda: b.extend(b"x"), lambda: b.pop(), lambda: b.clear(), lambda: b.__setitem__(slice(0, 1), b"ab"), lambda: b.__delitem__(0), lambda: b.insert(0, 1), lambda: b.remove(72), lambda: b.__iadd__(b"z"), lambda: b.__setitem__(slice(0, 2), b"HE"), lambda: b.__imul__(2), lambda: b.__imul__(1)]: show(f)
print(b)
m2 = m[2:5]; m3 = memoryview(m); print(sys.getrefcount(b), gc.is_tracked(m), [type(x).__name__ for x in gc.get_referents(m)], m2.obj is b)
m.release(); show(lambda: m[0]); show(lambda: len(m)); show(lambda: m.nbytes); show(lambda: bytes(m)); show(lambda: b.append(1)); print(repr(m)[:16], m == m, m == b, m2.tobytes())
m2.release(); m3.release(); b.append(33); print(b)
with memoryview(b) as w:
    show(lambda: b.append(1)); w[0] = 74
b.append(34); print(b)
show(lambda: memoryview(5)); show(lambda: memoryview("s")); show(lambda: memoryview()); show(lambda: memoryview(b"a", 1)); show(lambda: memoryview(object=b"a").tobytes())
r = memoryview(b"abc"); 
for f in [lambda: r.__setitem__(0, 1), lambda: r.__delitem__(0), lambda: r[5], lambda: r[-4], lambda: r["a"], lambda: r[1.5], lambda: hash(r) == hash(b"abc"), lambda: hash(memoryview(bytearray(b"a"))), lambda: r.hex(), lambda: r.hex("-"), lambda: r < r, lambda: r + b"a", lambda: r.foo, lambda: b"".join([r, r]), lambda: b"x" + r, lambda: bytearray(r), lambda: 97 in r, lambda: list(r), lambda: [*reversed(r)], lambda: r.tobytes("F"), lambda: r.tobytes("Z"), lambda: r[()], lambda: r[0, 0], lambda: r[...], lambda: int.from_bytes(r, "big"), lambda: str(r, "ascii"), lambda: r.toreadonly().readonly, lambda: bytes(r[::2]), lambda: bytes(r), lambda: b"abc".startswith(r), lambda: b"xabc".find(r), lambda: isinstance(r, memoryview), lambda: {r: 1}[r]]: show(f)
w = memoryview(bytearray(4))
for f in [lambda: w.__setitem__(0, 256), lambda: w.__setitem__(0, -1), lambda: w.__setitem__(0, "a"), lambda: w.__setitem__(0, 1.5), lambda: w.__delitem__(0), lambda: w.__setitem__(slice(0, 2), b"abc"), lambda: w.__setitem__(slice(0, 2), [1, 2]), lambda: w.__setitem__(slice(None, None, 2), b"\x07\x08"), lambda: w.tobytes(), lambda: w.__setitem__(0, True)]: show(f)
w[1:4] = w[0:3]; print(w.tolist())
a = array.array("i", [1, -2, 300000]); am = memoryview(a)
print(am.format, am.itemsize, am[1], am.tolist(), am.nbytes, am.shape, am.strides, am[::2].tolist(), am.tobytes() == a.tobytes())
am[0] = 7; print(a)
for f in [lambda: a.append(1), lambda: a.pop(), lambda: am.__setitem__(0, 2**31), lambda: am.__setitem__(0, -2**31), lambda: am.cast("B").tolist(), lambda: am.cast("d"), lambda: am.cast("B").cast("i").tolist(), lambda: am.cast("B")[0:5].cast("h"), lambda: am[::2].cast("B"), lambda: am.cast("xx"), lambda: am.cast(5), lambda: am == a, lambda: am == array.array("d", [7, -2, 300000]), lambda: am == array.array("l", [7, -2, 300000]), lambda: am.cast("B") == am, lambda: hash(memoryview(a).toreadonly()), lambda: a == am, lambda: am.__setitem__(slice(0, 2), array.array("i", [5, 6])), lambda: am.__setitem__(slice(0, 2), array.array("l", [5, 6])), lambda: bytes(am[::-1])]: show(f)
del am; a.append(9); print(a)
z = memoryview(bytearray(range(24))).cast("B", shape=[2, 3, 4])
print(z.shape, z.strides, z.ndim, z.tolist(), z[1, 2, 3], len(z), z.nbytes, sys.getsizeof(z), sys.getsizeof(r))
z[0, 1, 2] = 200
for f in [lambda: z[0], lambda: z[0, 1], lambda: z[0, 1, 2, 3], lambda: z[2, 0, 0], lambda: z[0, 1, 2], lambda: z[0:1].tolist(), lambda: z[::-1].tolist()[0][0], lambda: z.cast("B").tolist()[6], lambda: z.tobytes("F")[:6], lambda: z.tobytes()[:8], lambda: z.cast("B", [3, 8]), lambda: z.__setitem__(slice(0, 1), z[0:1]), lambda: memoryview(bytes(8)).cast("B", [3, 3]), lambda: memoryview(bytes(8)).cast("B", (2, -4)), lambda: memoryview(bytes(8)).cast("B", 5), lambda: memoryview(bytes(8)).cast("B", ["a"]), lambda: memoryview(b"").cast("i").tolist(), lambda: memoryview(b"").cast("B", [1]), lambda: z == z.cast("B"), lambda: z == memoryview(bytearray(z)).cast("B", [2, 3, 4]), lambda: z.f_contiguous, lambda: z[:, 0]]: show(f)
for c, v in [("b", -5), ("?", 3), ("c", b"q"), ("h", -300), ("H", 65535), ("I", 2**32 - 1), ("q", -2**63), ("Q", 2**64 - 1), ("n", -1), ("N", 5), ("f", 1.5), ("d", 2.25), ("P", 10), ("l", 7), ("L", 8)]:
    x = memoryview(bytearray(8)).cast(c); x[0] = v; print(c, x[0], x.itemsize, x.format, x.tolist()[:1]); show(lambda: x.__setitem__(0, "bad")); show(lambda: x.__setitem__(0, 2**70))
x = memoryview(bytearray(8)).cast("@i"); print(x.format, x[0])
s = memoryview(b"\x01").cast("B", []); print(s.ndim, s.shape, s[()], s.tolist(), s.nbytes); show(lambda: len(s)); show(lambda: s[0])
ref = weakref.ref(r); print(ref() is r); del r; print(ref())
class BA(bytearray): pass
x = BA(b"cycle"); x.view = memoryview(x); k = weakref.ref(x); del x; print(gc.collect() > 0, k())
show(lambda: type("X", (memoryview,), {}))
print(struct.unpack_from("<H", memoryview(b"\x01\x02\x03"), 1), int.from_bytes(memoryview(b"\x01\x00")[::-1], "big"))
nan = memoryview(array.array("d", [float("nan")])); print(nan == nan, nan == memoryview(nan.obj), memoryview(b"ab") == "ab", memoryview(array.array("B", b"ab")) == b"ab", bytearray(b"a") == array.array("B", b"a"), b"a" == array.array("B", b"a"))
