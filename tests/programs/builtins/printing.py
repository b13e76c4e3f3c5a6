"""print and the files: separators, ends, other files, text and binary files, with."""
import os
import sys


def attempt(action):
    try:
        return action()
    except Exception as error:
        return f"{type(error).__name__}: {error}"


print()
print(1, "a", None, 2.5, [1], sep="-", end="!\n")
print("a", "b", sep="")
print("no newline", end="")
print("", end="\n")
print(*range(5), sep=", ")
print("é", "😀", "\t|", repr("\n"))
sys.stdout.write("written\n")
print("to stdout", file=sys.stdout, flush=True)
print("to stderr", file=sys.stderr)
sys.stdout.flush()


class Collector:
    def __init__(self):
        self.parts = []

    def write(self, text):
        self.parts.append(text)

    def flush(self):
        self.parts.append("flushed")


collector = Collector()
print("a", 1, file=collector, flush=True)
print(collector.parts)
saved = sys.stdout
sys.stdout = collector
print("hidden")
sys.stdout = saved
print(collector.parts[-2:])

path = f"/tmp/heapledger-printing-{os.getpid()}.txt"
with open(path, "w") as file:
    print("first", 1, file=file)
    print(file.write("second é\n"), file.writable(), file.readable(), file.mode, file.closed, file.name == path)
    file.writelines(["third\n", "fourth"])
print(file.closed, attempt(lambda: file.write("x")))
with open(path) as file:
    print(file.read())
with open(path, encoding="utf-8") as file:
    print([line.rstrip() for line in file])
file = open(path)
print(repr(file.readline()), file.read(3), file.readlines(), repr(file.read()), repr(file.readline()))
file.seek(0)
print(file.readline().strip(), next(file).strip())
file.close()
with open(path, "a") as file:
    file.write("\nappended")
with open(path, "rb") as file:
    data = file.read()
    print(data[:8], len(data), type(data).__name__)
with open(path, "wb") as file:
    file.write(b"a\r\nb\rc\n")
with open(path) as file:
    print(repr(file.read()))
with open(path, newline="") as file:
    print(repr(file.read()))
print(sum(1 for _ in open(path)), attempt(lambda: open(path, "q")), attempt(lambda: open("/no/such/file")), attempt(lambda: open(path, "x")).split(":")[0])
print(attempt(lambda: open("/tmp")), attempt(lambda: open(path, "w").write(5)))
os.remove(path)
print(attempt(lambda: open(path)).split(":")[0])
