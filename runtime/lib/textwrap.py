"""Wrapping, filling and indenting text."""

__all__ = ["TextWrapper", "wrap", "fill", "dedent", "indent", "shorten"]


class TextWrapper:
    """Breaks text into lines of at most `width` characters, between words."""

    def __init__(self, width=70, initial_indent="", subsequent_indent="", expand_tabs=True,
                 replace_whitespace=True, break_long_words=True, max_lines=None, placeholder=" [...]"):
        self.width = width
        self.initial_indent = initial_indent
        self.subsequent_indent = subsequent_indent
        self.expand_tabs = expand_tabs
        self.replace_whitespace = replace_whitespace
        self.break_long_words = break_long_words
        self.max_lines = max_lines
        self.placeholder = placeholder

    def _pieces(self, text):
        """The words, those that do not fit a line cut up."""
        room = self.width - max(len(self.initial_indent), len(self.subsequent_indent))
        for word in text.split():
            while self.break_long_words and len(word) > room > 0:
                yield word[:room]
                word = word[room:]
            if word:
                yield word

    def wrap(self, text):
        if self.width <= 0:
            raise ValueError(f"invalid width {self.width!r} (must be > 0)")
        if self.expand_tabs:
            text = text.expandtabs()
        lines = []
        indent = self.initial_indent
        line = ""
        for word in self._pieces(text):
            if line and len(indent) + len(line) + 1 + len(word) > self.width:
                if self.max_lines is not None and len(lines) + 1 >= self.max_lines:
                    lines.append(self._cut(indent, line))
                    return lines
                lines.append(indent + line)
                indent = self.subsequent_indent
                line = word
            else:
                line = f"{line} {word}" if line else word
        if line:
            lines.append(indent + line)
        return lines

    def _cut(self, indent, line):
        """The last line, shortened until the placeholder fits behind it."""
        while line and len(indent) + len(line) + len(self.placeholder) > self.width:
            line = line.rpartition(" ")[0]
        return indent + line + self.placeholder if line else indent + self.placeholder.lstrip()

    def fill(self, text):
        return "\n".join(self.wrap(text))


def wrap(text, width=70, **kwargs):
    return TextWrapper(width=width, **kwargs).wrap(text)


def fill(text, width=70, **kwargs):
    return TextWrapper(width=width, **kwargs).fill(text)


def shorten(text, width, **kwargs):
    return TextWrapper(width=width, max_lines=1, **kwargs).fill(" ".join(text.strip().split()))


def dedent(text):
    """Without the white space that all lines begin with."""
    lines = [line if line.strip() else "" for line in text.split("\n")]
    margin = None
    for line in lines:
        if not line:
            continue
        start = line[:len(line) - len(line.lstrip(" \t"))]
        if margin is None:
            margin = start
        while not start.startswith(margin):
            margin = margin[:-1]
    margin = margin or ""
    return "\n".join(line[len(margin):] if line else line for line in lines)


def indent(text, prefix, predicate=None):
    predicate = predicate or (lambda line: line.strip())
    return "".join(prefix + line if predicate(line) else line for line in text.splitlines(True))
