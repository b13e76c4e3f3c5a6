"""Constants of text, capwords and Template."""

whitespace = ' \t\n\r\v\f'
ascii_lowercase = 'abcdefghijklmnopqrstuvwxyz'
ascii_uppercase = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'
ascii_letters = ascii_lowercase + ascii_uppercase
digits = '0123456789'
hexdigits = digits + 'abcdef' + 'ABCDEF'
octdigits = '01234567'
punctuation = r"""!"#$%&'()*+,-./:;<=>?@[\]^_`{|}~"""
printable = digits + ascii_letters + punctuation + whitespace


def capwords(s, sep=None):
    return (sep or ' ').join(word.capitalize() for word in s.split(sep))


class Template:
    """Text with $name and ${name}; $$ is a dollar."""

    delimiter = '$'

    def __init__(self, template):
        self.template = template

    def _name_end(self, start):
        text = self.template
        end = start
        if end < len(text) and (text[end].isalpha() or text[end] == '_') and text[end].isascii():
            while end < len(text) and text[end].isascii() and (text[end].isalnum() or text[end] == '_'):
                end += 1
        return end

    def _pieces(self):
        """Yields (plain text, name or None, the placeholder as written)."""
        text = self.template
        place = 0
        while True:
            found = text.find(self.delimiter, place)
            if found < 0:
                yield text[place:], None, ''
                return
            start = found + 1
            braced = text[start:start + 1] == '{'
            end = self._name_end(start + braced)
            if text[start:start + 1] == self.delimiter:
                yield text[place:start], None, ''
                place = start + 1
            elif end > start + braced and (not braced or text[end:end + 1] == '}'):
                yield text[place:found], text[start + braced:end], text[found:end + braced]
                place = end + braced
            else:
                yield text[place:found], '', self.delimiter
                place = start

    def _invalid(self, place):
        before = self.template[:place]
        line = before.count('\n') + 1
        column = place - before.rfind('\n')
        raise ValueError('Invalid placeholder in string: line %d, col %d' % (line, column))

    def substitute(self, mapping={}, /, **keywords):
        result = []
        place = 0
        for plain, name, written in self._pieces():
            result.append(plain)
            if name == '':
                self._invalid(self.template.index(self.delimiter, place + len(plain)))
            if name is not None:
                result.append(str(keywords[name] if name in keywords else mapping[name]))
            place += len(plain) + len(written)
        return ''.join(result)

    def safe_substitute(self, mapping={}, /, **keywords):
        result = []
        for plain, name, written in self._pieces():
            result.append(plain)
            if name and name in keywords:
                written = str(keywords[name])
            elif name and name in mapping:
                written = str(mapping[name])
            result.append(written)
        return ''.join(result)
