"""Progress of an export: the share of its tables' cells that has been written."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Final

import pandas as pd

from pipeline.schema.codebook import TABLES
from pipeline.store import store
from pipeline.store.selection import Selection

Progress = Callable[[float, str], None]
"""Called with the part that is done, from 0 to 1, and the name of the table that is being written."""

Batches = Callable[[str], Iterator[pd.DataFrame]]
"""From the name of a table to its rows, in pieces."""

ROWS: Final = 4_000
"""Rows per batch, chosen so that progress is reported a few times a second."""


def no_progress(_part: float, _table: str) -> None:
    """Report nothing."""


def counted_batches(built: Path, names: Sequence[str], selection: Selection, progress: Progress) -> Batches:
    """The rows that a selection keeps of some tables; ``progress`` is called after each batch.

    A table counts with all its cells, also where the selection keeps only some of its rows.
    """
    build = store.snapshot(built)
    sizes = {name: build.table(name).num_rows * len(TABLES[name].columns) for name in names}
    total = max(sum(sizes.values()), 1)
    before = dict(zip(names, _sums_before(list(sizes.values())), strict=True))

    def batches(name: str) -> Iterator[pd.DataFrame]:
        cells = before[name]
        progress(cells / total, name)
        for frame in store.batches(built, name, selection):
            for start in range(0, len(frame), ROWS):
                piece = frame.iloc[start : start + ROWS]
                yield piece
                cells += piece.size
                progress(cells / total, name)
        progress((before[name] + sizes[name]) / total, name)

    return batches


def _sums_before(sizes: Sequence[int]) -> Iterator[int]:
    done = 0
    for size in sizes:
        yield done
        done += size
