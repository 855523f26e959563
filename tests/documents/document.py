"""A plan as values: what is laid out in many forms, and what each form has to be read back as."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

RADICALS: Final = {
    **dict(zip("一二人入八力十又口土士大女子小山工己", "⼀⼆⼈⼊⼋⼒⼗⼜⼝⼟⼠⼤⼥⼦⼩⼭⼯⼰", strict=True)),
    **dict(zip("文方日月木水火生用田目立老自至行见言", "⽂⽅⽇⽉⽊⽔⽕⽣⽤⽥⽬⽴⽼⾃⾄⾏⻅⾔", strict=True)),
    **dict(zip("车金长门青面音食高", "⻋⾦⻓⻔⻘⾯⾳⻝⾼", strict=True)),
}
"""Ideographs that the fonts of some PDF files map to the Kangxi radical of the same shape."""


@dataclass(frozen=True)
class DocumentRow:
    r"""A row of the table.

    Parameters
    ----------
    area
        The number of its key area, from 1.
    task, measure, departments
        The cells; paragraphs within a cell are parted by ``\n``.
    standard
        The ids of the standard tasks that it is; empty for a local task.
    sure
        False where an expert could argue about ``standard``.
    shares
        Which of its cells (``task``, ``measure``, ``departments``) is merged with that of the row above.
    """

    area: int
    task: str
    measure: str
    departments: str
    standard: tuple[str, ...] = ()
    sure: bool = True
    shares: tuple[str, ...] = ()


@dataclass(frozen=True)
class Document:
    """A plan: its title, the five words of its table's header, the names of its key areas, its rows.

    ``radicals`` are the ideographs that its text has as Kangxi radicals.
    """

    name: str
    region_id: str
    year: int
    title: str
    header: tuple[str, ...]
    areas: tuple[str, ...]
    rows: tuple[DocumentRow, ...]
    radicals: frozenset[str] = frozenset()

    def printed(self, text: str) -> str:
        """A text with the radicals that this document's font makes of ideographs."""
        return text.translate({ord(letter): RADICALS[letter] for letter in self.radicals})


def with_radicals(document: Document) -> Document:
    """The document as its text is: each of its cells with the radicals that its font makes."""
    rows = tuple(
        replace(
            row,
            task=document.printed(row.task),
            measure=document.printed(row.measure),
            departments=document.printed(row.departments),
        )
        for row in document.rows
    )
    return replace(
        document,
        title=document.printed(document.title),
        header=tuple(map(document.printed, document.header)),
        areas=tuple(map(document.printed, document.areas)),
        rows=rows,
    )


def gold_rows(document: Document) -> list[dict[str, Any]]:
    """The rows as hand-made rows are written down (the keys of ``tests/gold``), without white space."""
    return [
        {
            "area": row.area,
            "task": squeeze(document.printed(row.task)),
            "std": list(row.standard),
            "std_sure": row.sure,
            "measure": squeeze(document.printed(row.measure)),
            "depts": squeeze(document.printed(row.departments)),
            "lines": [0, 0],
            "level": "specific",
            "level_sure": False,
            "shared": bool(row.shares),
            "targets": [],
        }
        for row in document.rows
    ]


def gold_text(document: Document) -> str:
    """The gold rows as JSON lines."""
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in gold_rows(document))


def by_area(document: Document) -> Iterator[tuple[int, str, list[DocumentRow]]]:
    """Number, name and rows of each key area that has rows, in the order of the document."""
    numbers = list(dict.fromkeys(row.area for row in document.rows))
    for number in numbers:
        yield number, document.areas[number - 1], [row for row in document.rows if row.area == number]


def squeeze(text: str) -> str:
    """A text without its white space."""
    return "".join(text.split())
