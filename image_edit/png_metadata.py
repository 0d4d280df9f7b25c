"""What a PNG holds beside its pixels. Texts, profiles and broken extras of it are no reason to refuse a picture."""

import struct
import zlib

__all__ = ["without_metadata"]

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_ANCILLARY = 0x20  # the bit of a chunk's first letter that says that a picture can be shown without it
_KEPT = (
    b"tRNS",
    b"eXIf",
    b"acTL",
    b"fcTL",
    b"fdAT",
)  # what changes the pixels that are seen, and which way up they are
_LONGEST_PROFILE = 1 << 20  # Pillow's own limit


def without_metadata(data: bytes) -> bytes | None:
    """Return a PNG without what Pillow may refuse and nobody needs to see it; None if it is no PNG.

    Those are texts, long profiles, and every extra whose check sum is wrong. What the picture needs stays as it is,
    so that one that is cut or damaged there is refused all the same.
    """
    if not data.startswith(_SIGNATURE):
        return None
    kept = [_SIGNATURE]
    position = len(_SIGNATURE)
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
