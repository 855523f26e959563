"""Remove overprint: bold text that a dump repeats several times, whole or in pieces."""

import re
from typing import Final

_REPEATED: Final = re.compile(r"(\S{1,80}?)\1{2,}")
_IDEOGRAPH: Final = re.compile(r"[\u3400-\u9fff]")


def strip_overprint(line: str, start: int, end: int) -> tuple[str, tuple[int, ...]]:
    """Return ``line[start:end]`` with every overprinted piece once, and the offsets kept.

    A piece is overprinted if it is repeated three or more times without a break. Punctuation or letters
    alone (``。。。。``, ``www``) only count next to overprinted words, since a writer may repeat them.
    """
    kept: list[int] = []
    position = start
    chained = False
    for match in _REPEATED.finditer(line, start, end):
        has_words = bool(_IDEOGRAPH.search(match.group(1)))
        chained = has_words or (chained and match.start() == position)
        if not chained:
            continue
        kept.extend(range(position, match.start() + len(match.group(1))))
        position = match.end()
    if not kept:
        return line[start:end], tuple(range(start, end))
    kept.extend(range(position, end))
    return "".join(line[i] for i in kept), tuple(kept)
