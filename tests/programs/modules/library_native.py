"""The modules that the library takes from C: csv, zlib and gzip, hashlib and hmac, subprocess, select, secrets."""
import csv
import gzip
import hashlib
import hmac
import io
import os
import random
import secrets
import select
import selectors
import signal
import subprocess
import sys
import zlib

chance = random.Random(11)


def attempt(function, *arguments, **names):
    try:
        return function(*arguments, **names)
    except Exception as error:
        return f"{type(error).__name__}: {error}"


# csv
texts = ["a,b,c\r\n1,2,3\r\n", 'a,"b ""q"" x",c\n', '"multi\nline",x\n', "a;b;'c;d'\n", " a, b,\tc\n", "", "\n\n", "a,b", '"open\n', "a\\,b,c\n", '"a"b,c\n',
         "1,2.5,\"x\"\n", "a\0b\n"]
for text in texts:
    for options in ({}, {"delimiter": ";", "quotechar": "'"}, {"skipinitialspace": True}, {"strict": True}, {"escapechar": "\\"},
                    {"quoting": csv.QUOTE_NONNUMERIC}, {"quoting": csv.QUOTE_NONE}, {"dialect": "excel-tab"}):
        print(options, attempt(lambda: list(csv.reader(io.StringIO(text, newline=""), **options))))
rows = [["a", "b c", 'q"q', "x,y", "line\nend", "", None, 1, 2.5, True], [""], [], ["it's", "\\", ";", "\r"], (1, 2)]
for options in ({}, {"quoting": csv.QUOTE_ALL}, {"quoting": csv.QUOTE_NONNUMERIC}, {"quoting": csv.QUOTE_NONE, "escapechar": "\\"}, {"quoting": csv.QUOTE_NONE},
                {"doublequote": False, "escapechar": "|"}, {"delimiter": ";", "lineterminator": "\n", "quotechar": "'"}, {"dialect": "unix"}):
    for row in rows:
        out = io.StringIO()
        print(options, attempt(csv.writer(out, **options).writerow, row), repr(out.getvalue()))
for wrong in ({"delimiter": ""}, {"delimiter": "ab"}, {"quotechar": 5}, {"quoting": 9}, {"quoting": "x"}, {"lineterminator": 3}, {"quotechar": None, "quoting": 1}):
    print(attempt(csv.reader, [], **wrong))
csv.register_dialect("mine", delimiter="|", quoting=csv.QUOTE_ALL)
print(csv.list_dialects(), csv.get_dialect("mine").delimiter, attempt(csv.get_dialect, "none"), attempt(csv.reader, [], "none"), csv.field_size_limit())
csv.unregister_dialect("mine")
reader = csv.DictReader(io.StringIO("n,m\n1,2\n3\n4,5,6\n"))
print(list(reader), reader.line_num, reader.fieldnames)
out = io.StringIO()
writer = csv.DictWriter(out, ["x", "y"], restval="-", extrasaction="ignore")
writer.writeheader()
writer.writerows([{"x": 1}, {"x": 2, "y": 3, "z": 4}])
print(repr(out.getvalue()), csv.Sniffer().sniff("a;b\n1;2\n").delimiter, attempt(lambda: list(csv.reader([b"x"]))), attempt(csv.reader, 5), attempt(csv.writer, 5))

# zlib, gzip
data = b"hello hello hello " * 50 + bytes(range(256))
for level in (0, 1, 6, 9, -1):
    packed = zlib.compress(data, level)
    print(level, len(packed), zlib.decompress(packed) == data, zlib.crc32(packed), zlib.adler32(packed))
print(attempt(zlib.compress, data, 10), attempt(zlib.decompress, b"nonsense"), attempt(zlib.decompress, zlib.compress(data)[:-5]), attempt(zlib.compress, "x"))
packer = zlib.compressobj(9, zlib.DEFLATED, -15)
raw = b"".join(packer.compress(data[i:i + 100]) for i in range(0, len(data), 100)) + packer.flush()
unpacker = zlib.decompressobj(-15)
parts = [unpacker.decompress(raw[:20], 5), unpacker.unconsumed_tail, unpacker.eof]
rest = unpacker.decompress(unpacker.unconsumed_tail + raw[20:])
print(parts, parts[0] + rest == data, unpacker.eof, unpacker.decompress(b"tail"), unpacker.unused_data, zlib.decompress(raw, -15) == data)
packer = zlib.compressobj(zdict=b"hello ")
small = packer.compress(b"hello hello") + packer.copy().flush()
print(zlib.decompressobj(zdict=b"hello ").decompress(small), attempt(zlib.decompressobj().decompress, small), attempt(zlib.compressobj, 77))
packed = gzip.compress(data, mtime=0)
print(gzip.decompress(packed) == data, attempt(gzip.decompress, b"xx"))
name = f"/tmp/library_native-{os.getpid()}.gz"
with gzip.open(name, "wt") as file:
    file.write("eins\nzwei\n")
with gzip.open(name, "rt") as file:
    print(file.readlines())
os.unlink(name)

# hashes
for algorithm in sorted(hashlib.algorithms_guaranteed):
    digest = hashlib.new(algorithm, b"abc") if algorithm not in ("blake2b", "blake2s") else getattr(hashlib, algorithm)(b"abc")
    copy = digest.copy()
    digest.update(b"def")
    length = (7,) if algorithm.startswith("shake") else ()
    print(algorithm, digest.name, digest.digest_size, digest.block_size, digest.hexdigest(*length), copy.digest(*length))
print(hashlib.blake2b(b"x", digest_size=5, key=b"k", salt=b"s", person=b"p").hexdigest(), hashlib.blake2s(b"x" * 200, key=b"key", fanout=2, depth=3, last_node=True).hexdigest(),
      attempt(hashlib.blake2b, digest_size=65), attempt(hashlib.blake2s, key=b"x" * 33), hashlib.blake2b.MAX_DIGEST_SIZE)
print(attempt(hashlib.new, "nothing"), attempt(hashlib.md5, "text"), attempt(hashlib.sha256().update, "x"), hashlib.pbkdf2_hmac("sha256", b"p", b"s", 10).hex())
print(hmac.new(b"key", b"message", "sha256").hexdigest(), hmac.digest(b"k" * 100, b"m", "md5").hex(), hmac.compare_digest("a", "a"), hmac.compare_digest(b"a", b"b"),
      attempt(hmac.compare_digest, "é", "e"), attempt(hmac.compare_digest, 1, 2), len(secrets.token_hex(8)), secrets.randbelow(1), len(secrets.token_bytes(3)))

# processes
print(subprocess.run(["echo", "hello"], capture_output=True, text=True), subprocess.check_output("echo in; exit 0", shell=True))
print(subprocess.run(["sh", "-c", "echo out; echo err >&2; exit 3"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT))
print(attempt(subprocess.run, ["/nothing/there"]), attempt(subprocess.run, ["true"], cwd="/nothing"), attempt(subprocess.run, ["false"], check=True))
print(attempt(subprocess.run, ["sleep", "5"], timeout=0.05)[:40], subprocess.run(["sh", "-c", "kill -9 $$"]).returncode, subprocess.call(["true"]))
print(subprocess.run(["env"], env={"A": "b"}, capture_output=True).stdout, subprocess.run(["pwd"], cwd="/", capture_output=True, text=True).stdout,
      subprocess.getoutput("echo x"), subprocess.run(["cat"], stdin=subprocess.DEVNULL, capture_output=True).stdout)
print(len(subprocess.run(["head", "-c", "300000", "/dev/zero"], capture_output=True).stdout), subprocess.run(["sh", "-c", "umask"], umask=0o77, capture_output=True).stdout)
process = subprocess.Popen(["cat"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1)
process.stdin.write("line\n")
process.stdin.flush()
print(process.stdout.readline(), process.poll())
process.terminate()
print(process.wait(), signal.Signals(-process.returncode), process.args)
process.stdin.close()
process.stdout.close()
with os.popen("echo popen") as file:
    print(file.read())
marks = []
print(subprocess.run(["true"], preexec_fn=lambda: marks.append(1)).returncode, marks, subprocess.run(["sh", "-c", "ps -o sid= -p $$"], start_new_session=True, capture_output=True).returncode)

# waiting
read, write = os.pipe()
print(select.select([read], [write], [], 0) == ([], [write], []), select.select([read], [], [], 0.01))
os.write(write, b"x")
print(select.select([read], [], [])[0] == [read], attempt(select.select, [-1], [], []), attempt(select.select, ["x"], [], []), attempt(select.select, [], [], [], -1))
poll = select.poll()
poll.register(read, select.POLLIN)
print(poll.poll(10) == [(read, select.POLLIN)], poll.unregister(read), poll.poll(1), attempt(poll.unregister, read), attempt(poll.modify, read, 1))
with selectors.DefaultSelector() as selector:
    selector.register(read, selectors.EVENT_READ, "data")
    print([(key.data, events) for key, events in selector.select(1)])
