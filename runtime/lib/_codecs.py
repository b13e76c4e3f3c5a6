"""Text to bytes and back by the name of an encoding: what codecs takes from C in CPython.

The encodings that str.encode knows are made by it; the others (code pages) are modules of the package
encodings, which finds them through register() and works with the functions below.
"""

from functools import partial

_search_functions = []
_cache = {}
_error_handlers = {}


# --- the registry ---------------------------------------------------------------------------------

def register(search_function, /):
    if not callable(search_function):
        raise TypeError("argument must be callable")
    _search_functions.append(search_function)


def unregister(search_function, /):
    if search_function in _search_functions:
        _search_functions.remove(search_function)
        _cache.clear()


def lookup(encoding, /):
    """The CodecInfo of an encoding."""
    if not isinstance(encoding, str):
        raise TypeError(f"lookup() argument must be str, not {type(encoding).__name__}")
    if "\0" in encoding:
        raise ValueError("embedded null character")
    name = encoding.replace(" ", "-").lower()
    found = _cache.get(name)
    if found is not None:
        return found
    if not _search_functions:
        try:
            import encodings
        except ImportError:
            pass
    for search in _search_functions:
        found = search(name)
        if found is not None:
            if not isinstance(found, tuple) or len(found) != 4:
                raise TypeError("codec search functions must return 4-tuples")
            _cache[name] = found
            return found
    raise LookupError(f"unknown encoding: {encoding}")


def encode(obj, encoding="utf-8", errors="strict"):
    result = lookup(encoding)[0](obj, errors)
    if not isinstance(result, tuple) or len(result) != 2:
        raise TypeError("encoder must return a tuple (object, integer)")
    return result[0]


def decode(obj, encoding="utf-8", errors="strict"):
    result = lookup(encoding)[1](obj, errors)
    if not isinstance(result, tuple) or len(result) != 2:
        raise TypeError("decoder must return a tuple (object,integer)")
    return result[0]


def _text_codec(v, encoding, errors):
    """str.encode and bytes.decode, by an encoding that they do not know themselves."""
    found = lookup(encoding)
    doing = "encode" if isinstance(v, str) else "decode"
    if not getattr(found, "_is_text_encoding", True):
        raise LookupError(f"{encoding!r} is not a text encoding; use codecs.{doing}() to handle arbitrary codecs")
    return found[0 if doing == "encode" else 1](v, errors)[0]


def _forget_codec(encoding, /):
    _cache.pop(encoding, None)


# --- handlers of errors ---------------------------------------------------------------------------

def _bad(error):
    if not isinstance(error, UnicodeError):
        raise TypeError(f"don't know how to handle {type(error).__name__} in error callback")
    return error.object[error.start:error.end]


def _strict(error):
    if isinstance(error, Exception):
        raise error
    raise TypeError("codec must pass exception instance")


def _ignore(error):
    _bad(error)
    return "", error.end


def _replace(error):
    bad = _bad(error)
    if isinstance(error, UnicodeEncodeError):
        return "?" * len(bad), error.end
    return "\ufffd" * (1 if isinstance(error, UnicodeDecodeError) else len(bad)), error.end


def _backslash_replace(error):
    bad = _bad(error)
    if isinstance(error, UnicodeDecodeError):
        return "".join(f"\\x{byte:02x}" for byte in bad), error.end
    return bad.encode("ascii", "backslashreplace").decode(), error.end


def _by_method(name):
    def handle(error):
        bad = _bad(error)
        if not isinstance(error, UnicodeEncodeError):
            raise TypeError(f"don't know how to handle {type(error).__name__} in error callback")
        return bad.encode("ascii", name).decode(), error.end
    return handle


def _surrogates(name):
    def handle(error):
        bad = _bad(error)
        try:
            if isinstance(error, UnicodeEncodeError):
                return bad.encode("utf-8", name), error.end
            return bytes(bad).decode("utf-8", name), error.end
        except UnicodeError:
            raise error from None
    return handle


_error_handlers.update({
    "strict": _strict, "ignore": _ignore, "replace": _replace, "backslashreplace": _backslash_replace,
    "xmlcharrefreplace": _by_method("xmlcharrefreplace"), "namereplace": _by_method("namereplace"),
    "surrogateescape": _surrogates("surrogateescape"), "surrogatepass": _surrogates("surrogatepass")})


def register_error(errors, handler, /):
    if not callable(handler):
        raise TypeError("handler must be callable")
    _error_handlers[errors] = handler


def lookup_error(name, /):
    try:
        return _error_handlers[name]
    except KeyError:
        raise LookupError(f"unknown error handler name {name!r}") from None


# --- the encodings that str.encode knows ----------------------------------------------------------

def _encoder(encoding):
    def encode(text, errors=None, /):
        return str.encode(text, encoding, errors or "strict"), len(text)
    return encode


def _decoder(encoding, unit):
    """A decoder; one that is not final leaves what a longer text may complete."""
    def decode(data, errors=None, final=False, /):
        data = bytes(data)
        try:
            return data.decode(encoding, errors or "strict"), len(data)
        except UnicodeDecodeError as error:
            if final or error.end != len(data) or len(data) - error.start >= unit:
                raise
            return data[:error.start].decode(encoding, errors or "strict"), error.start
    if unit == 1:
        return lambda data, errors=None, /: decode(data, errors, True)
    return decode


def _define(name, encoding, unit):
    # As functions in C, these are no methods where a class has them.
    globals()[f"{name}_encode"] = partial(_encoder(encoding))
    globals()[f"{name}_decode"] = partial(_decoder(encoding, unit))


for _name, _encoding, _unit in (
        ("utf_8", "utf-8", 4), ("utf_16", "utf-16", 4), ("utf_16_le", "utf-16-le", 4), ("utf_16_be", "utf-16-be", 4),
        ("utf_32", "utf-32", 4), ("utf_32_le", "utf-32-le", 4), ("utf_32_be", "utf-32-be", 4), ("utf_7", "utf-7", 8),
        ("ascii", "ascii", 1), ("latin_1", "latin-1", 1)):
    _define(_name, _encoding, _unit)


def _ex_decoder(encoding):
    def decode(data, errors=None, byteorder=0, final=False, /):
        data = bytes(data)
        if byteorder == 0 and len(data) >= encoding[1]:
            mark = data[:encoding[1]]
            byteorder = -1 if mark == encoding[2] else 1 if mark == encoding[2][::-1] else 0
            skipped = encoding[1] if byteorder else 0
        else:
            skipped = 0
        if not data or (len(data) < encoding[1] and not final):
            return "", 0, byteorder
        name = f"{encoding[0]}-{'be' if byteorder > 0 else 'le'}"
        text, used = globals()[name.replace("-", "_") + "_decode"](data[skipped:], errors, final)
        return text, used + skipped, byteorder
    return decode


utf_16_ex_decode = _ex_decoder(("utf-16", 2, b"\xff\xfe"))
utf_32_ex_decode = _ex_decoder(("utf-32", 4, b"\xff\xfe\0\0"))


def readbuffer_encode(data, errors=None, /):
    data = data.encode() if isinstance(data, str) else bytes(data)
    return data, len(data)


# --- escapes --------------------------------------------------------------------------------------

def unicode_escape_encode(text, errors=None, /):
    parts = []
    for character in text:
        code = ord(character)
        if character in "\\\t\n\r":
            parts.append({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"}[character])
        elif 32 <= code < 127:
            parts.append(character)
        else:
            parts.append(f"\\x{code:02x}" if code < 256 else f"\\u{code:04x}" if code < 65536 else f"\\U{code:08x}")
    return "".join(parts).encode("ascii"), len(text)


_SIMPLE = {"\n": "", "\\": "\\", "'": "'", '"': '"', "a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}


def _read_escapes(name, data, errors, digits, octal):
    """Text of Latin-1 in which the escapes of a literal stand for characters."""
    text = data.decode("latin-1")
    parts = []
    place = 0
    while True:
        found = text.find("\\", place)
        if found < 0:
            parts.append(text[place:])
            return "".join(parts), len(text)
        parts.append(text[place:found])
        letter = text[found + 1:found + 2]
        place = found + 2
        if letter in _SIMPLE and letter and octal:
            parts.append(_SIMPLE[letter])
        elif octal and letter and letter in "01234567":
            while place < found + 4 and text[place:place + 1] in tuple("01234567"):
                place += 1
            parts.append(chr(int(text[found + 1:place], 8)))
        elif letter in digits:
            end = place + digits[letter]
            try:
                parts.append(chr(int(text[place:end].ljust(digits[letter], "?"), 16)))
                place = end
            except (ValueError, OverflowError):
                error = UnicodeDecodeError(name, data, found, min(end, len(data)), f"truncated \\{letter}{'X' * digits[letter]} escape")
                part, place = lookup_error(errors or "strict")(error)
                parts.append(part)
        elif not letter:
            part, place = lookup_error(errors or "strict")(UnicodeDecodeError(name, data, found, found + 1, "\\ at end of string"))
            parts.append(part)
        else:
            parts.append("\\" + letter)


def unicode_escape_decode(data, errors=None, final=True, /):
    data = data.encode("latin-1") if isinstance(data, str) else bytes(data)
    return _read_escapes("unicodeescape", data, errors, {"x": 2, "u": 4, "U": 8}, True)


def raw_unicode_escape_decode(data, errors=None, final=True, /):
    data = data.encode("latin-1") if isinstance(data, str) else bytes(data)
    return _read_escapes("rawunicodeescape", data, errors, {"u": 4, "U": 8}, False)


def raw_unicode_escape_encode(text, errors=None, /):
    parts = [character if ord(character) < 256 else f"\\u{ord(character):04x}" if ord(character) < 65536 else f"\\U{ord(character):08x}"
             for character in text]
    return "".join(parts).encode("latin-1"), len(text)


def escape_decode(data, errors=None, /):
    data = data.encode() if isinstance(data, str) else bytes(data)
    return _read_escapes("escape", data, errors, {"x": 2}, True)[0].encode("latin-1"), len(data)


def escape_encode(data, errors=None, /):
    return repr(bytes(data))[2:-1].encode(), len(data)


# --- encodings by a table -------------------------------------------------------------------------

def charmap_build(table, /):
    return {ord(character): byte for byte, character in enumerate(table)}


def charmap_encode(text, errors=None, mapping=None, /):
    if mapping is None:
        return latin_1_encode(text, errors)
    out = bytearray()
    place = 0
    while place < len(text):
        try:
            byte = mapping[ord(text[place])]
        except LookupError:
            byte = None
        if byte is not None:
            out += byte if isinstance(byte, bytes) else bytes([byte])
            place += 1
            continue
        end = place + 1
        while end < len(text) and (mapping.get(ord(text[end])) if hasattr(mapping, "get") else None) is None:
            end += 1
        part, place = lookup_error(errors or "strict")(
            UnicodeEncodeError("charmap", text, place, end, "character maps to <undefined>"))
        out += part if isinstance(part, bytes) else charmap_encode(part, "strict", mapping)[0]
    return bytes(out), len(text)


def charmap_decode(data, errors=None, mapping=None, /):
    data = bytes(data)
    if mapping is None:
        return latin_1_decode(data, errors)
    parts = []
    place = 0
    while place < len(data):
        try:
            character = mapping[data[place]]
        except LookupError:
            character = None
        if isinstance(character, int):
            character = chr(character)
        if character is not None and character != "\ufffe":
            parts.append(character)
            place += 1
            continue
        part, place = lookup_error(errors or "strict")(
            UnicodeDecodeError("charmap", data, place, place + 1, "character maps to <undefined>"))
        parts.append(part)
    return "".join(parts), len(data)
