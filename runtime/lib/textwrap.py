"""Text in lines of a given width, and its indentation."""

__all__ = ["wrap", "fill", "dedent", "indent", "shorten"]


def _chunks(text, break_on_hyphens):
    for word in text.split():
        start = 0
        if break_on_hyphens:
            for i in range(1, len(word) - 1):
                if word[i] == "-" and word[i - 1].isalpha() and word[i + 1].isalpha() and i - start > 1:
                    yield word[start:i + 1], start == 0
                    start = i + 1
        yield word[start:], start == 0


def wrap(text, width=70, *, initial_indent="", subsequent_indent="", break_long_words=True,
         break_on_hyphens=True, max_lines=None, placeholder=" [...]"):
    """The words of a text in lines of at most `width` characters."""
    if width <= 0:
        raise ValueError(f"invalid width {width!r} (must be > 0)")
    lines, line, empty = [], initial_indent, True
    for chunk, begins_word in _chunks(text, break_on_hyphens):
        glue = " " if begins_word and not empty else ""
        if len(line) + len(glue) + len(chunk) > width and not empty:
            lines.append(line)
            line, empty, glue = subsequent_indent, True, ""
        room = width - len(line)
        while break_long_words and len(chunk) > room > 0 and empty:
            lines.append(line + chunk[:room])
            chunk, line = chunk[room:], subsequent_indent
            room = width - len(line)
        line += glue + chunk
        empty = False
    if not empty:
        lines.append(line)
    if max_lines is not None and len(lines) > max_lines:
        lines = lines[:max_lines]
        words = lines[-1].split()
        while words and len(" ".join(words)) + len(placeholder) > width:
            words.pop()
        lines[-1] = " ".join(words) + placeholder if words else placeholder.lstrip()
    return lines


def fill(text, width=70, **options):
    """The wrapped text as one string."""
    return "\n".join(wrap(text, width, **options))


def shorten(text, width, *, placeholder=" [...]", **options):
    """The words that fit into one line."""
    return fill(" ".join(text.split()), width, max_lines=1, placeholder=placeholder, **options)


def dedent(text):
    """The text without the indentation that all its lines share."""
    margin = None
    lines = [line if line.strip(" \t") else "" for line in text.split("\n")]
    for line in lines:
        if not line:
            continue
        indent = line[:len(line) - len(line.lstrip(" \t"))]
        if margin is None:
            margin = indent
        while not indent.startswith(margin):
            margin = margin[:-1]
    cut = len(margin or "")
    return "\n".join(line[cut:] for line in lines)


def indent(text, prefix, predicate=None):
    """The text with a prefix before each line that is not blank."""
    wanted = predicate or str.strip
    return "".join(prefix + line if wanted(line) else line for line in text.splitlines(True))
