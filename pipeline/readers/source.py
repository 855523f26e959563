"""What every reader yields: the lines of a source, each with its place."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import Final

TERMINATOR: Final = re.compile(r"(\r\n?|\n)")
"""What ends a line. A form feed, or any other break that Unicode knows, is white space within a line."""


@dataclass(frozen=True)
class Source:
    """A source that has been read.

    Parameters
    ----------
    path
        The file, as it was named.
    sha256
        Of the bytes of the file, in hexadecimal.
    encoding
        As Python names it: ``utf-8``, ``utf-8-sig`` (with a byte order mark), ``utf-16-le``,
        ``utf-16-be`` or ``gb18030``.
    lines
        Without their terminators; line 1 comes first.
    starts
        ``starts[i]`` is where ``lines[i]`` begins in the decoded text, in characters from 0. Terminators
        count, a leading byte order mark does not.
    """

    path: Path
    sha256: str
    encoding: str
    lines: tuple[str, ...]
    starts: tuple[int, ...]

    @property
    def characters(self) -> int:
        """How many characters are not white space."""
        return len("".join("".join(self.lines).split()))


def split_lines(text: str) -> tuple[tuple[str, ...], tuple[int, ...]]:
    r"""The lines of a text and where each begins.

    Parameters
    ----------
    text
        Lines end with ``\n``, ``\r\n`` or ``\r``; what follows the last terminator is a line if there is any.

    Returns
    -------
    lines, starts
        Equally long; ``starts`` in characters from 0.
    """
    pieces = TERMINATOR.split(text)
    if not pieces[-1]:
        pieces.pop()
    places = accumulate(map(len, pieces), initial=0)
    return tuple(pieces[::2]), tuple(places)[: len(pieces) : 2]
