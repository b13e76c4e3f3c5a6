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


_given = {}


class Template:
    """Text with $name and ${name}; $$ is a dollar. A class derived from it may have other delimiters, names
    (idpattern, braceidpattern), flags, or a pattern of its own, with the groups escaped, named, braced, invalid."""

    delimiter = '$'
    idpattern = r'(?a:[_a-z][_a-z0-9]*)'
    braceidpattern = None
    flags = 2  # re.IGNORECASE; re is imported when a template is used

    def __init_subclass__(cls):
        super().__init_subclass__()
        cls._compile()

    @classmethod
    def _compile(cls):
        """The compiled pattern of exactly this class, kept in it."""
        import re
        pattern = cls.__dict__.get('pattern')
        if pattern is None:
            for base in cls.__mro__[1:]:
                if base is not Template and isinstance(base.__dict__.get('pattern'), str):
                    pattern = base.__dict__['pattern']
        if not isinstance(pattern, str) and pattern is not None:
            return pattern
        if pattern is None:
            mark = re.escape(cls.delimiter)
            names = cls.idpattern
            pattern = (rf'{mark}(?:(?P<escaped>{mark})|(?P<named>{names})|{{(?P<braced>{cls.braceidpattern or names})}}|'
                       r'(?P<invalid>))')
        cls.pattern = re.compile(pattern, cls.flags | re.VERBOSE)
        return cls.pattern

    def __init__(self, template):
        self.template = template

    def _find(self):
        return type(self).__dict__.get('pattern') or self._compile()

    def _invalid(self, found):
        lines = self.template[:found.start('invalid')].splitlines(keepends=True)
        column = found.start('invalid') - len(''.join(lines[:-1])) if lines else 1
        raise ValueError('Invalid placeholder in string: line %d, col %d' % (len(lines) or 1, column))

    def _replace(self, mapping, keywords, is_safe):
        def value(found):
            name = found['named'] or found['braced']
            if name is not None:
                if name in keywords:
                    return str(keywords[name])
                try:
                    return str(mapping[name])
                except KeyError:
                    if not is_safe:
                        raise
                    return found[0]
            if found['escaped'] is not None:
                return self.delimiter
            if found['invalid'] is None:
                raise ValueError('Unrecognized named group in pattern', self.pattern)
            return found[0] if is_safe else self._invalid(found)
        return self._find().sub(value, self.template)

    def substitute(self, mapping=_given, /, **keywords):
        return self._replace(mapping, keywords, False)

    def safe_substitute(self, mapping=_given, /, **keywords):
        return self._replace(mapping, keywords, True)

    def _names(self):
        for found in self._find().finditer(self.template):
            name = found['named'] or found['braced']
            if name is None and found['invalid'] is None and found['escaped'] is None:
                raise ValueError('Unrecognized named group in pattern', self.pattern)
            yield name, found['invalid'] is None

    def is_valid(self):
        return all(good for _, good in self._names())

    def get_identifiers(self):
        return list(dict.fromkeys(name for name, _ in self._names() if name is not None))


class Formatter:
    """What str.format does, with parts that a derived class can change."""

    def format(self, format_string, /, *args, **kwargs):
        return self.vformat(format_string, args, kwargs)

    def vformat(self, format_string, args, kwargs):
        used = set()
        result, _ = self._vformat(format_string, args, kwargs, used, 2)
        self.check_unused_args(used, args, kwargs)
        return result

    def _vformat(self, format_string, args, kwargs, used, depth, auto_index=0):
        if depth < 0:
            raise ValueError('Max string recursion exceeded')
        result = []
        for literal, field, specification, conversion in self.parse(format_string):
            if literal:
                result.append(literal)
            if field is None:
                continue
            if field == '':
                if auto_index is False:
                    raise ValueError('cannot switch from manual field specification to automatic field numbering')
                field = str(auto_index)
                auto_index += 1
            elif field.isdigit():
                if auto_index:
                    raise ValueError('cannot switch from manual field specification to automatic field numbering')
                auto_index = False
            value, key = self.get_field(field, args, kwargs)
            used.add(key)
            value = self.convert_field(value, conversion)
            specification, auto_index = self._vformat(specification, args, kwargs, used, depth - 1, auto_index)
            result.append(self.format_field(value, specification))
        return ''.join(result), auto_index

    def get_value(self, key, args, kwargs):
        return args[key] if isinstance(key, int) else kwargs[key]

    def check_unused_args(self, used_args, args, kwargs):
        pass

    def format_field(self, value, format_spec):
        return format(value, format_spec)

    def convert_field(self, value, conversion):
        if conversion is None:
            return value
        if conversion in ('s', 'r', 'a'):
            return {'s': str, 'r': repr, 'a': ascii}[conversion](value)
        raise ValueError(f'Unknown conversion specifier {conversion!s}')

    def parse(self, format_string):
        """(text, field, specification, conversion) of each piece; field None: there is only text."""
        text = []
        place = 0
        while place < len(format_string):
            character = format_string[place]
            if character in '{}' and format_string[place + 1:place + 2] == character:
                text.append(character)
                yield ''.join(text), None, None, None
                text = []
                place += 2
            elif character == '}':
                raise ValueError("Single '}' encountered in format string")
            elif character == '{':
                field, place = _read_field(format_string, place + 1)
                yield ''.join(text), *field
                text = []
            else:
                text.append(character)
                place += 1
        if text:
            yield ''.join(text), None, None, None

    def get_field(self, field_name, args, kwargs):
        first, rest = _split_field(field_name)
        value = self.get_value(first, args, kwargs)
        for is_attribute, name in rest:
            value = getattr(value, name) if is_attribute else value[name]
        return value, first


def _read_field(text, start):
    """Of a field whose brace is before `start`: (name, specification, conversion), and what is behind it."""
    if start >= len(text):
        raise ValueError("Single '{' encountered in format string")
    depth = 1
    end = start
    is_key = False
    name_end = None
    while end < len(text):
        character = text[end]
        if name_end is None and character in '[]':
            is_key = character == '['
        if name_end is None and not is_key and character in ':!':
            name_end = end
        if character == '{':
            depth += 1
        elif character == '}' and not is_key:
            depth -= 1
            if depth == 0:
                break
        end += 1
    else:
        raise ValueError("expected '}' before end of string")
    name_end = end if name_end is None else name_end
    name, rest = text[start:name_end], text[name_end:end]
    if '{' in name:
        raise ValueError("unexpected '{' in field name")
    conversion = None
    if rest.startswith('!'):
        if len(rest) < 2:
            raise ValueError("end of string while looking for conversion specifier" if end >= len(text) else
                             "unmatched '{' in format spec")
        conversion, rest = rest[1], rest[2:]
        if rest and not rest.startswith(':'):
            raise ValueError("expected ':' after conversion specifier")
    return (name, rest[1:], conversion), end + 1


def _split_field(name):
    """The first name, and (is it an attribute?, name or index) of the others: 'a.b[0]'."""
    end = min((place for place in (name.find('.'), name.find('[')) if place >= 0), default=len(name))
    first, rest = name[:end], []
    while end < len(name):
        if name[end] == '.':
            stop = min((place for place in (name.find('.', end + 1), name.find('[', end + 1)) if place >= 0), default=len(name))
            key = name[end + 1:stop]
            end = stop
            rest.append((True, key))
        elif name[end] == '[':
            stop = name.find(']', end)
            if stop < 0:
                raise ValueError("Missing ']' in format string")
            key = name[end + 1:stop]
            end = stop + 1
            rest.append((False, int(key) if key.isdigit() else key))
        else:
            raise ValueError("Only '.' or '[' may follow ']' in format field specifier")
        if not key:
            raise ValueError("Empty attribute in format string")
    return int(first) if first.isdigit() else first, rest
