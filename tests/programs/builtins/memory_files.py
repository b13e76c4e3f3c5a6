"""io: text and bytes in memory; textwrap; what print does with them."""
import io
import textwrap
from contextlib import redirect_stdout


def attempt(action):
    try:
        return action()
    except Exception as error:
        return f"{type(error).__name__}: {error}"


buffer = io.StringIO()
print("printed", 1, file=buffer)
print(buffer.write("more\n"), buffer.tell(), repr(buffer.getvalue()))
buffer.seek(0)
print(buffer.readline(), [line for line in buffer], repr(buffer.read()))
buffer.seek(3)
buffer.write("XYZ")
print(repr(buffer.getvalue()), buffer.seek(0, io.SEEK_END), buffer.truncate(5), repr(buffer.getvalue()))
with io.StringIO("a\nb\n") as file:
    print(file.readlines(), file.closed)
print(file.closed, attempt(file.read), attempt(lambda: io.StringIO().write(5)))
captured = io.StringIO()
with redirect_stdout(captured):
    print("hidden")
print("captured:", captured.getvalue().strip())
data = io.BytesIO(b"abc")
print(data.read(1), data.read(), data.write(b"def"), data.getvalue(), attempt(lambda: data.write("x")))
print(issubclass(io.UnsupportedOperation, ValueError), attempt(lambda: buffer.fileno()))
text = "  The quick brown fox\n    jumps over\n  the lazy dog"
print(textwrap.dedent(text))
print(textwrap.wrap("The quick brown fox jumps over the lazy dog", 16), textwrap.shorten("Hello  world, how are you", width=15))
print(textwrap.fill("word " * 12, width=20, initial_indent="* ", subsequent_indent="  "))
print(textwrap.indent("a\n\nb\n", "> "))
