"""Pretty printing: a value that does not fit on the line gets one line an item."""

import sys


def _sorted_items(value):
    items = list(value.items())
    try:
        return sorted(items)
    except TypeError:
        return sorted(items, key=lambda pair: (str(type(pair[0])), str(pair[0])))


class PrettyPrinter:
    def __init__(self, indent=1, width=80, depth=None, stream=None, *, compact=False, sort_dicts=True,
                 underscore_numbers=False):
        self._indent = indent
        self._width = width
        self._depth = depth
        self._stream = stream
        self._compact = compact
        self._sort = sort_dicts

    def pprint(self, value):
        (self._stream or sys.stdout).write(self.pformat(value) + '\n')

    def pformat(self, value):
        out = []
        self._write(value, out, 0, 0, set(), 0)
        return ''.join(out)

    def isreadable(self, value):
        return '<' not in self._repr(value, set(), 0)

    # --- on one line -----------------------------------------------------------------------------

    def _items(self, value):
        return _sorted_items(value) if self._sort else list(value.items())

    def _repr(self, value, inside, level):
        kind = type(value)
        if kind not in (dict, list, tuple) or kind.__repr__ not in (dict.__repr__, list.__repr__, tuple.__repr__):
            return repr(value)
        if id(value) in inside:
            return f'<Recursion on {kind.__name__} with id={id(value)}>'
        if self._depth and level >= self._depth and value:
            return {dict: '{...}', list: '[...]', tuple: '(...)'}[kind]
        inside = inside | {id(value)}
        if kind is dict:
            pairs = [f'{self._repr(k, inside, level + 1)}: {self._repr(v, inside, level + 1)}'
                     for k, v in self._items(value)]
            return '{' + ', '.join(pairs) + '}'
        parts = ', '.join(self._repr(item, inside, level + 1) for item in value)
        if kind is list:
            return f'[{parts}]'
        return f'({parts},)' if len(value) == 1 else f'({parts})'

    # --- on several lines ------------------------------------------------------------------------

    def _write(self, value, out, column, allowance, inside, level):
        text = self._repr(value, inside, level)
        kind = type(value)
        if len(text) <= self._width - column - allowance or id(value) in inside \
                or (self._depth and level >= self._depth):
            out.append(text)
            return
        inside = inside | {id(value)}
        if isinstance(value, dict) and kind.__repr__ is dict.__repr__:
            self._write_dict(value, out, column, allowance, inside, level)
        elif isinstance(value, list) and kind.__repr__ is list.__repr__:
            self._write_row(value, out, column, allowance, inside, level, '[', ']')
        elif isinstance(value, tuple) and kind.__repr__ is tuple.__repr__:
            self._write_row(value, out, column, allowance, inside, level, '(', ',)' if len(value) == 1 else ')')
        elif kind in (set, frozenset) and value:
            opening, closing = ('{', '}') if kind is set else ('frozenset({', '})')
            try:
                items = sorted(value)
            except TypeError:
                items = sorted(value, key=lambda item: (str(type(item)), str(item)))
            self._write_row(items, out, column + len(opening) - 1, allowance, inside, level, opening, closing)
        elif kind is str:
            self._write_text(value, out, column, allowance, level)
        elif hasattr(kind, '__dataclass_fields__') and '__create_fn__' in getattr(kind.__repr__, '__qualname__', ''):
            self._write_fields(value, out, column, allowance, inside, level)
        else:
            out.append(text)

    def _write_dict(self, value, out, column, allowance, inside, level):
        out.append('{' + ' ' * (self._indent - 1))
        column += self._indent
        items = self._items(value)
        for place, (key, item) in enumerate(items):
            last = place == len(items) - 1
            name = self._repr(key, inside, level + 1)
            out.append(f'{name}: ')
            self._write(item, out, column + len(name) + 2, allowance + 1 if last else 1, inside, level + 1)
            if not last:
                out.append(',\n' + ' ' * column)
        out.append('}')

    def _write_row(self, items, out, column, allowance, inside, level, opening, closing):
        out.append(opening + ' ' * (self._indent - 1))
        column += self._indent
        used = column
        for place, item in enumerate(items):
            last = place == len(items) - 1
            text = self._repr(item, inside, level + 1)
            after = allowance + len(closing) if last else 1
            if self._compact and place > 0:
                if used + len(text) + 2 + after <= self._width:
                    out.append(', ' + text)
                    used += len(text) + 2
                    continue
            if place > 0:
                out.append(',\n' + ' ' * column)
            self._write(item, out, column, after, inside, level + 1)
            used = column + len(text)
        out.append(closing)

    def _write_text(self, value, out, column, allowance, level):
        """A long text becomes adjacent literals, cut at spaces and behind line ends."""
        width = self._width - column - allowance - (1 if level == 0 else 0)
        column += 1 if level == 0 else 0
        chunks = []
        for line in value.splitlines(True):
            words, start = [], 0
            while start < len(line):
                end = start
                while end < len(line) and not line[end].isspace():
                    end += 1
                while end < len(line) and line[end].isspace():
                    end += 1
                words.append(line[start:end])
                start = end
            current = ''
            for word in words:
                if current and len(repr(current + word)) > width:
                    chunks.append(repr(current))
                    current = word
                else:
                    current += word
            if current:
                chunks.append(repr(current))
        if len(chunks) == 1:
            out.append(chunks[0])
            return
        opening, closing = ('(', ')') if level == 0 else ('', '')
        out.append(opening + ('\n' + ' ' * column).join(chunks) + closing)

    def _write_fields(self, value, out, column, allowance, inside, level):
        name = type(value).__name__
        column += len(name) + 1
        out.append(name + '(')
        fields = [field for field in value.__dataclass_fields__ if value.__dataclass_fields__[field].repr]
        for place, field in enumerate(fields):
            last = place == len(fields) - 1
            out.append(f'{field}=')
            self._write(getattr(value, field), out, column + len(field) + 1, allowance + 1 if last else 1, inside,
                        level + 1)
            if not last:
                out.append(',\n' + ' ' * column)
        out.append(')')


def pformat(object, indent=1, width=80, depth=None, *, compact=False, sort_dicts=True, underscore_numbers=False):
    return PrettyPrinter(indent, width, depth, compact=compact, sort_dicts=sort_dicts).pformat(object)


def pprint(object, stream=None, indent=1, width=80, depth=None, *, compact=False, sort_dicts=True,
           underscore_numbers=False):
    PrettyPrinter(indent, width, depth, stream, compact=compact, sort_dicts=sort_dicts).pprint(object)


def pp(object, *arguments, sort_dicts=False, **keywords):
    pprint(object, *arguments, sort_dicts=sort_dicts, **keywords)


def saferepr(object):
    return PrettyPrinter()._repr(object, set(), 0)
