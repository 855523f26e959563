"""Repair maps from font codes to Unicode that macOS writes and PDFium rejects."""

import re
import zlib
from typing import Final

_STREAM: Final = re.compile(rb"stream\r?\n(?=[\x08\x38\x48\x58\x68\x78])")
"""Beginning of a compressed stream."""
_HEAD_BYTES: Final = 1_000
"""Length of the part of a stream that identifies it as a map, in bytes."""
_MAX_MAP_BYTES: Final = 1_000_000
"""Maximum size of a map, in bytes; larger ones are left unchanged, as few bytes can unpack to any size."""
_BLOCK: Final = re.compile(rb"\d+ beginbfrange\s(.*?)endbfrange", re.DOTALL)
_RANGE: Final = re.compile(rb"<([0-9A-Fa-f]{4})>\s*<([0-9A-Fa-f]{4})>\s*<([0-9A-Fa-f]{4})>\s*")


def repair_unicode_maps(data: bytes) -> bytes:
    """Split ranges of codes over a change of their first byte, in the bytes of a PDF file.

    macOS writes ranges such as ``<19ff><1a00>``, which the format forbids; PDFium then ignores the whole
    block of ranges. The repaired maps replace the originals in place.
    """
    found = bytearray(data)
    for match in _STREAM.finditer(data):
        start = match.end()
        reader = zlib.decompressobj()
        try:
            if b"begincmap" not in zlib.decompressobj().decompress(
                data[start : start + _HEAD_BYTES], _HEAD_BYTES
            ):
                continue
            end = data.find(b"endstream", start)
            text = reader.decompress(data[start : max(start, end)], _MAX_MAP_BYTES)
        except zlib.error:
            continue
        if not reader.eof:
            continue
        repaired = _BLOCK.sub(_split_block, text)
        room = end - start - len(reader.unused_data)
        packed = zlib.compress(repaired, 9)
        if repaired != text and len(packed) <= room:
            found[start : start + room] = packed.ljust(room, b"\0")
    return bytes(found)


def _split_block(block: re.Match[bytes]) -> bytes:
    ranges = [tuple(int(one, 16) for one in found.groups()) for found in _RANGE.finditer(block[1])]
    if _RANGE.sub(b"", block[1]).strip() or all(first >> 8 == last >> 8 for first, last, _ in ranges):
        return block[0]
    pieces = []
    for first, last, meaning in ranges:
        for start in (first, *range((first | 0xFF) + 1, last + 1, 0x100)):
            end = min(last, start | 0xFF)
            pieces.append(b"<%04x><%04x><%04x>\n" % (start, end, meaning + start - first))
    return b"%d beginbfrange\n%bendbfrange" % (len(pieces), b"".join(pieces))
