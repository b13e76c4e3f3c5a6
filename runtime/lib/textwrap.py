"""Text in lines of a width: wrapping, filling, indenting."""

import re

__all__ = ["TextWrapper", "wrap", "fill", "dedent", "indent", "shorten"]

_whitespace = "\t\n\x0b\x0c\r "


class TextWrapper:
    """Wraps text; its attributes, which are those of __init__, say how."""

    _WORD = r"""[\w!"'&.,?]"""
    _LETTER = r"[^\d\W]"
    # Where a line may be broken: at white space, behind dashes, and behind the hyphen of a compound word.
    wordsep_re = re.compile(rf"""(
        [{_whitespace}]+ |
        (?<={_WORD})-{{2,}}(?=\w) |
        [^{_whitespace}]+? (?:
            -(?: (?<={_LETTER}{{2}}-) | (?<={_LETTER}-{_LETTER}-) ) (?={_LETTER}-?{_LETTER}) |
            (?=[{_whitespace}]|\Z) |
            (?<={_WORD})(?=-{{2,}}\w)
        ))""", re.VERBOSE)
    wordsep_simple_re = re.compile(rf"([{_whitespace}]+)")
    sentence_end_re = re.compile(r"[a-z][\.\!\?][\"\']?\Z")
    unicode_whitespace_trans = dict.fromkeys(map(ord, _whitespace), ord(" "))

    def __init__(self, width=70, initial_indent="", subsequent_indent="", expand_tabs=True, replace_whitespace=True,
                 fix_sentence_endings=False, break_long_words=True, drop_whitespace=True, break_on_hyphens=True,
                 tabsize=8, *, max_lines=None, placeholder=" [...]"):
        self.width = width
        self.initial_indent = initial_indent
        self.subsequent_indent = subsequent_indent
        self.expand_tabs = expand_tabs
        self.replace_whitespace = replace_whitespace
        self.fix_sentence_endings = fix_sentence_endings
        self.break_long_words = break_long_words
        self.drop_whitespace = drop_whitespace
        self.break_on_hyphens = break_on_hyphens
        self.tabsize = tabsize
        self.max_lines = max_lines
        self.placeholder = placeholder

    def _munge_whitespace(self, text):
        if self.expand_tabs:
            text = text.expandtabs(self.tabsize)
        if self.replace_whitespace:
            text = text.translate(self.unicode_whitespace_trans)
        return text

    def _split(self, text):
        """The chunks that are not broken, white space among them."""
        pattern = self.wordsep_re if self.break_on_hyphens is True else self.wordsep_simple_re
        return [chunk for chunk in pattern.split(text) if chunk]

    def _split_chunks(self, text):
        return self._split(self._munge_whitespace(text))

    def _fix_sentence_endings(self, chunks):
        """Two blanks behind a sentence."""
        for i in range(len(chunks) - 1):
            if chunks[i + 1] == " " and self.sentence_end_re.search(chunks[i]):
                chunks[i + 1] = "  "

    def _handle_long_word(self, reversed_chunks, cur_line, cur_len, width):
        """A chunk that is longer than a line is cut, behind a hyphen where there is one."""
        room = 1 if width < 1 else width - cur_len
        chunk = reversed_chunks[-1]
        if self.break_long_words:
            end = room
            if self.break_on_hyphens and len(chunk) > room:
                hyphen = chunk.rfind("-", 0, room)
                if hyphen > 0 and any(c != "-" for c in chunk[:hyphen]):
                    end = hyphen + 1
            cur_line.append(chunk[:end])
            reversed_chunks[-1] = chunk[end:]
        elif not cur_line:
            cur_line.append(reversed_chunks.pop())

    def _fill_line(self, chunks, width, is_first):
        """Takes the chunks of one line off the end of `chunks`; gives them and their length."""
        line = []
        length = 0
        if self.drop_whitespace and chunks[-1].strip() == "" and not is_first:
            del chunks[-1]
        while chunks and length + len(chunks[-1]) <= width:
            length += len(chunks[-1])
            line.append(chunks.pop())
        if chunks and len(chunks[-1]) > width:
            self._handle_long_word(chunks, line, length, width)
            length = sum(map(len, line))
        if self.drop_whitespace and line and line[-1].strip() == "":
            length -= len(line.pop())
        return line, length

    def _end(self, lines, line, length, width, indent):
        """The last line that max_lines lets stand, with the placeholder in it."""
        while line:
            if line[-1].strip() and length + len(self.placeholder) <= width:
                lines.append(indent + "".join(line) + self.placeholder)
                return
            length -= len(line.pop())
        if lines:
            before = lines[-1].rstrip()
            if len(before) + len(self.placeholder) <= self.width:
                lines[-1] = before + self.placeholder
                return
        lines.append(indent + self.placeholder.lstrip())

    def _wrap_chunks(self, chunks):
        if self.width <= 0:
            raise ValueError(f"invalid width {self.width!r} (must be > 0)")
        if self.max_lines is not None:
            indent = self.subsequent_indent if self.max_lines > 1 else self.initial_indent
            if len(indent) + len(self.placeholder.lstrip()) > self.width:
                raise ValueError("placeholder too large for max width")
        lines = []
        chunks.reverse()
        while chunks:
            indent = self.subsequent_indent if lines else self.initial_indent
            width = self.width - len(indent)
            line, length = self._fill_line(chunks, width, not lines)
            if not line:
                continue
            fits = (self.max_lines is None or len(lines) + 1 < self.max_lines or
                    ((not chunks or (self.drop_whitespace and len(chunks) == 1 and not chunks[0].strip())) and length <= width))
            if not fits:
                self._end(lines, line, length, width, indent)
                break
            lines.append(indent + "".join(line))
        return lines

    def wrap(self, text):
        chunks = self._split_chunks(text)
        if self.fix_sentence_endings:
            self._fix_sentence_endings(chunks)
        return self._wrap_chunks(chunks)

    def fill(self, text):
        return "\n".join(self.wrap(text))


def wrap(text, width=70, **kwargs):
    return TextWrapper(width=width, **kwargs).wrap(text)


def fill(text, width=70, **kwargs):
    return TextWrapper(width=width, **kwargs).fill(text)


def shorten(text, width, **kwargs):
    """The text in one line, cut at the end where it is too long."""
    return TextWrapper(width=width, max_lines=1, **kwargs).fill(" ".join(text.strip().split()))


def dedent(text):
    """Without the white space that all lines begin with."""
    text = re.sub(r"^[ \t]+$", "", text, flags=re.MULTILINE)
    margin = None
    for found in re.finditer(r"(^[ \t]*)(?:[^ \t\n])", text, re.MULTILINE):
        indent = found[1]
        if margin is None:
            margin = indent
        else:
            same = 0
            while same < min(len(margin), len(indent)) and margin[same] == indent[same]:
                same += 1
            margin = margin[:same]
    return re.sub(rf"^{margin}", "", text, flags=re.MULTILINE) if margin else text


def indent(text, prefix, predicate=None):
    """With a prefix before each line that the predicate takes: those that are not blank, by default."""
    if predicate is None:
        predicate = str.strip
    return "".join(prefix + line if predicate(line) else line for line in text.splitlines(True))
