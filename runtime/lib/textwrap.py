"""Wrapping and indenting text."""

__all__ = ['TextWrapper', 'wrap', 'fill', 'dedent', 'indent', 'shorten']


def _chunks(text):
    """Words and the spaces between them, in order; words may be cut behind hyphens."""
    chunks = []
    place = 0
    while place < len(text):
        end = place
        if text[place] == ' ':
            while end < len(text) and text[end] == ' ':
                end += 1
        else:
            while end < len(text) and text[end] != ' ':
                end += 1
                if text[end - 1] == '-' and end - place > 1 and text[end - 2].isalpha() \
                        and text[end:end + 1].isalpha():
                    break
        chunks.append(text[place:end])
        place = end
    return chunks


class TextWrapper:
    """Breaks text into lines of at most `width` characters."""

    def __init__(self, width=70, initial_indent='', subsequent_indent='', expand_tabs=True, replace_whitespace=True,
                 break_long_words=True, tabsize=8, *, max_lines=None, placeholder=' [...]'):
        self.width = width
        self.initial_indent = initial_indent
        self.subsequent_indent = subsequent_indent
        self.expand_tabs = expand_tabs
        self.replace_whitespace = replace_whitespace
        self.break_long_words = break_long_words
        self.tabsize = tabsize
        self.max_lines = max_lines
        self.placeholder = placeholder

    def wrap(self, text):
        if self.width <= 0:
            raise ValueError(f'invalid width {self.width!r} (must be > 0)')
        if self.expand_tabs:
            text = text.expandtabs(self.tabsize)
        if self.replace_whitespace:
            text = text.translate(dict.fromkeys(map(ord, '\t\n\v\f\r'), ' '))
        chunks = _chunks(text)
        chunks.reverse()
        lines = []
        while chunks:
            indent = self.subsequent_indent if lines else self.initial_indent
            width = self.width - len(indent)
            if lines and not chunks[-1].strip():
                chunks.pop()
                continue
            line = self._take_line(chunks, width)
            if not line:
                continue
            if self.max_lines is None or len(lines) + 1 < self.max_lines or not ''.join(chunks).strip():
                lines.append(indent + ''.join(line))
                continue
            lines.append(self._shorten(line, indent, width))
            break
        return lines

    def _take_line(self, chunks, width):
        """The chunks of one line, taken from the end of `chunks`."""
        line, used = [], 0
        while chunks and used + len(chunks[-1]) <= width:
            used += len(chunks[-1])
            line.append(chunks.pop())
        if chunks and len(chunks[-1]) > width:
            room = max(width - used, 1)
            if self.break_long_words:
                line.append(chunks[-1][:room])
                chunks[-1] = chunks[-1][room:]
            elif not line:
                line.append(chunks.pop())
        if line and not line[-1].strip():
            line.pop()
        return line

    def _shorten(self, line, indent, width):
        """The last line, shortened until the placeholder fits behind it."""
        while line:
            if line[-1].strip() and len(''.join(line)) + len(self.placeholder) <= width:
                return indent + ''.join(line) + self.placeholder
            line.pop()
        return indent + self.placeholder.lstrip()

    def fill(self, text):
        return '\n'.join(self.wrap(text))


def wrap(text, width=70, **keywords):
    return TextWrapper(width, **keywords).wrap(text)


def fill(text, width=70, **keywords):
    return TextWrapper(width, **keywords).fill(text)


def shorten(text, width, **keywords):
    return TextWrapper(width, max_lines=1, **keywords).fill(' '.join(text.strip().split()))


def dedent(text):
    """Without the white space that all lines begin with."""
    lines = [line if line.strip() else '\n' if line.endswith('\n') else '' for line in text.splitlines(True)]
    margin = None
    for line in lines:
        if not line.strip():
            continue
        start = line[:len(line) - len(line.lstrip(' \t'))]
        if margin is None:
            margin = start
        while not start.startswith(margin):
            margin = margin[:-1]
    return ''.join(line[len(margin):] if line.strip() and margin else line for line in lines)


def indent(text, prefix, predicate=None):
    predicate = predicate or (lambda line: line.strip())
    return ''.join(prefix + line if predicate(line) else line for line in text.splitlines(True))
