"""What a PNG or a JPEG holds beside its pixels. Texts, profiles and broken extras are no reason to refuse a picture."""

import struct
import zlib

_PNG = b"\x89PNG\r\n\x1a\n"
_ANCILLARY = 0x20  # the bit of a chunk's first letter that says that a picture can be shown without it
_KEPT = (
    b"tRNS",
    b"eXIf",
    b"acTL",
    b"fcTL",
    b"fdAT",
)  # what changes the pixels that are seen, and which way up they are
_LONGEST_PROFILE = 1 << 20  # Pillow's own limit

_JPEG = b"\xff\xd8"
_SCAN = 0xDA  # the pixels begin
_EXTRAS = frozenset([*range(0xE0, 0xF0), 0xFE])  # APP0 to APP15, and a comment
_EXIF, _ADOBE = (0xE1, b"Exif\0"), (0xEE, b"Adobe")
_ADOBE_LENGTH = 12  # with the byte that says how the colours are written


def without_metadata(data: bytes) -> bytes | None:
    """Return a PNG or a JPEG without what Pillow may refuse and nobody needs to see it; None if it is neither.

    Those are texts, long profiles, and every extra that is broken. What the pixels need stays as it is, so that a
    picture that is cut or damaged there is refused all the same.
    """
    if data.startswith(_PNG):
        return _bare_png(data)
    return _bare_jpeg(data) if data.startswith(_JPEG) else None


def _bare_png(data: bytes) -> bytes:
    kept = [_PNG]
    position = len(_PNG)
    while position + 12 <= len(data):
        length, kind = struct.unpack_from(">I4s", data, position)
        chunk = data[position : position + 12 + length]
        position += 12 + length
        if not kind[0] & _ANCILLARY or _is_kept(kind, chunk):
            kept.append(chunk)
    return b"".join([*kept, data[position:]])


def _is_kept(kind: bytes, chunk: bytes) -> bool:
    wanted = kind in _KEPT or (kind == b"iCCP" and _is_short(chunk[8:-4]))
    return wanted and zlib.crc32(chunk[4:-4]) == int.from_bytes(chunk[-4:])


def _is_short(profile: bytes) -> bool:
    _, _, compressed = profile.partition(b"\0")  # after the name; 0 says that it is compressed by zlib
    try:
        whole = zlib.decompressobj().decompress(compressed[1:], _LONGEST_PROFILE + 1)
    except zlib.error:
        return False
    return compressed.startswith(b"\0") and len(whole) <= _LONGEST_PROFILE


def _bare_jpeg(data: bytes) -> bytes:
    kept = [_JPEG]
    position = len(_JPEG)
    while position + 4 <= len(data) and data[position] == 0xFF and data[position + 1] != _SCAN:
        marker, length = struct.unpack_from(">xBH", data, position)
        segment = data[position : position + 2 + length]
        position += 2 + length
        name = marker, segment[4:9]
        is_colour = name == _ADOBE and len(segment) >= 4 + _ADOBE_LENGTH
        if marker not in _EXTRAS or name == _EXIF or is_colour:
            kept.append(segment)
    return b"".join([*kept, data[position:]])
