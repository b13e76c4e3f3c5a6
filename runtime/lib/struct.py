"""Numbers as bytes and back. The work is done in C (_struct)."""

from _struct import calcsize, error, pack, unpack as _unpack

__all__ = ['calcsize', 'pack', 'pack_into', 'unpack', 'unpack_from', 'iter_unpack', 'Struct', 'error']


def unpack(format, buffer, /):
    size = calcsize(format)
    if isinstance(buffer, (bytes, bytearray)) and len(buffer) != size:
        raise error(f'unpack requires a buffer of {size} bytes')
    return _unpack(format, buffer, 0)


def _check_room(format, buffer, offset, name, doing):
    size = calcsize(format)
    if offset < 0:
        if offset + len(buffer) < 0:
            raise error(f'offset {offset} out of range for {len(buffer)}-byte buffer')
        offset += len(buffer)
    if len(buffer) - offset < size:
        raise error(f'{name} requires a buffer of at least {offset + size} bytes for {doing} {size} bytes at offset '
                    f'{offset} (actual buffer size is {len(buffer)})')
    return offset


def unpack_from(format, /, buffer, offset=0):
    return _unpack(format, buffer, _check_room(format, buffer, offset, 'unpack_from', 'unpacking'))


def pack_into(format, buffer, offset, /, *values):
    offset = _check_room(format, buffer, offset, 'pack_into', 'packing')
    data = pack(format, *values)
    buffer[offset:offset + len(data)] = data


def iter_unpack(format, buffer, /):
    size = calcsize(format)
    if size == 0:
        raise error('cannot iteratively unpack with a struct of length 0')
    if len(buffer) % size:
        raise error(f'iterative unpacking requires a buffer of a multiple of {size} bytes')
    for offset in range(0, len(buffer), size):
        yield _unpack(format, buffer, offset)


class Struct:
    def __init__(self, format):
        self.size = calcsize(format)
        self.format = format

    def pack(self, *values):
        return pack(self.format, *values)

    def pack_into(self, buffer, offset, *values):
        pack_into(self.format, buffer, offset, *values)

    def unpack(self, buffer):
        return unpack(self.format, buffer)

    def unpack_from(self, buffer, offset=0):
        return unpack_from(self.format, buffer, offset)

    def iter_unpack(self, buffer):
        return iter_unpack(self.format, buffer)
