"""Takes layout text out of the cells of rows, in every format: labels, footnote marks, markup."""

import re
from bisect import bisect, bisect_left
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final, NamedTuple

from pipeline.extract.departments.mentions import Directory, has_only_departments
from pipeline.reading.columns.layout import Fragment, cut_fragment
from pipeline.reading.columns.rows import Cell, PlanRows, Row
from pipeline.reading.plans.headers import HeaderColumns
from pipeline.schema.folding import fold_compatibility
from pipeline.schema.model import DELIVERABLE_MARK, ROLE_MARK
from pipeline.taxonomy.header_words import ColumnNames, normalise_header, row_column

_LABEL: Final = re.compile(
    r"(?P<open>[（(【\[]?)(?P<name>[^（()）【】\[\]，。；：:]{1,12})(?:[：:]|[)）】\]][：:]?)"
)
_ROLE_LABEL: Final = re.compile(
    "(?:牵头|配合|主办|协办|参与|协同|协助|支持|参加|责任|负责)[^、，；。：:]{0,4}[：:]"
)
_PAIRS: Final = {"（": "）", "(": ")", "【": "】", "[": "]"}
_MARKUP: Final = re.compile(
    r"&(?:amp;)*(?:[ne][bmn]sp|#160|#12288|#x(?:a0|3000));|<br ?/?>|^'(?!.*')", re.IGNORECASE
)
"""White space that a program has written as text, and the mark of spreadsheets before a text; other markup is
what the plan says."""
_REFERENCE: Final = re.compile(r"[\[［〔]注?\d{1,2}[\]］〕](?!第?\d{1,4}号)")
"""The mark of a footnote, but not the short year in the number of a document: 国发〔85〕7号."""
_NUMBERED_PART: Final = re.compile(rf"(?:^|[：:；;]){_REFERENCE.pattern}")
_CIRCLED: Final = "".join(map(chr, range(ord("①"), ord("⒇") + 1)))
_END_MARK: Final = re.compile(r"(?<![①-⒇])(?:[①-⒇]|[（(]注\d{0,2}[)）])++(?=$|[、，；）)])")
_NUMBER: Final = re.compile(r"[（(]?(\d{1,3}|[一二三四五六七八九十])(?:[)）][.、．]?|[.、．])(?!\d)")
_NUMERALS: Final = {numeral: str(number) for number, numeral in enumerate("一二三四五六七八九十", 1)}
NO_OTHER_BRACKET: Final = "(?!不?含|包括|除|[详参]?见|以下)"
"""What brackets of bodies do not begin with: （含县级）."""
BODIES_AT_END: Final = re.compile(
    rf"[（(【〔\[]{NO_OTHER_BRACKET}((?:[^（()）【】〔〕\[\]]|[（(][^（()）]*[)）])+)[)）】〕\]][。.]?$"
)
_CONTACT: Final = re.compile(
    r"[，,；;、。]?(?:联系人|联络员|联系电话|联系方式|电话|责任人|负责人|责任领导|分管领导)[：:][^，,；;。]*"
)
"""A person or a telephone number beside the bodies in brackets."""
_MIN_NUMBERED: Final = 3
_MIN_NUMBERED_SHARE: Final = 0.8


class Cut(NamedTuple):
    """A range of a cell's text that is layout text, and its character class."""

    start: int
    end: int
    character_class: str


def clean_cells(
    rows: PlanRows, headers: Sequence[HeaderColumns], names: ColumnNames, *, has_cells: bool
) -> PlanRows:
    """Return the rows; layout text in their cells is outside them, with its character class.

    Parameters
    ----------
    rows
        The rows of one plan.
    headers, names
        Its headers, and the known names of columns, which cells can repeat (责任单位：省科技厅).
    has_cells
        Whether the source tells where cells end; if not, tasks and measures may be forms, which are refused.
    """
    furniture, found = list(rows.furniture), list(rows.rows)
    for column in ("area", "task", "measure", "departments"):
        cells = {id(cell): cell for row in found if (cell := getattr(row, column)).fragments}
        texts = {place: fold_compatibility(cell.text) for place, cell in cells.items()}
        labels = _find_labels(column, texts.values(), headers if has_cells else (), names)
        # Under a header, a number in a cell is part of it; in prose, the number of a heading is a serial.
        is_first = column == "task" or (column == "measure" and not any(row.task.fragments for row in found))
        is_numbered = is_first and not headers and _are_numbered(texts.values())
        cleaned = dict[int, Cell]()
        for place, cell in cells.items():
            cuts = list(_find_cuts(cell, texts[place], labels, column))
            if is_numbered and (number := _NUMBER.match(texts[place])):
                cuts.append(Cut(0, number.end(), "serial"))
            if cuts:
                cleaned[place], left_out = cut_cell(cell, cuts)
                # Headings are outside the rows already.
                furniture += left_out if column != "area" else []
        found = [_replace_cell(row, column, cleaned) for row in found]
    # Rows that share a merged cell have copies of it, with the same layout text.
    return replace(rows, rows=tuple(found), furniture=tuple(dict.fromkeys(furniture)))


def move_bodies(rows: PlanRows, directory: Directory) -> PlanRows:
    """Return the rows; bodies in brackets at the end of a measure, before its deliverable, are departments.

    Most measures of the rows without departments, as of a table that has no column of them, must end so.
    """
    moved = dict[int, tuple[Cell, Cell]]()
    furniture = list(rows.furniture)
    lacking = [row for row in rows.rows if not row.departments.fragments]
    for row in {id(row.measure): row for row in lacking}.values():
        cell = row.measure
        after = sum(len(one.text) for one in row.deliverable)
        match = BODIES_AT_END.search(cell.text[: len(cell.text) - after].removesuffix(DELIVERABLE_MARK))
        bodies = _CONTACT.sub("", match[1]) if match else ""
        if match and bodies and (_ROLE_LABEL.match(bodies) or has_only_departments(bodies, directory)):
            start, end = match.span(1)
            cuts = [Cut(match.start(), start, "header"), Cut(end, end + 1, "header")]
            for contact in _CONTACT.finditer(cell.text, start, end):
                cuts += [Cut(start, contact.start(), "departments"), Cut(*contact.span(), "other_column")]
                start = contact.end()
            measure, pieces = cut_cell(cell, [*cuts, Cut(start, end, "departments")])
            moved[id(cell)] = measure, Cell(tuple(piece for piece, kind in pieces if kind == "departments"))
            furniture += [one for one in pieces if one[1] != "departments"]
    if 2 * sum(id(row.measure) in moved for row in lacking) <= len(lacking):
        return rows
    found = []
    for row in rows.rows:
        if id(row.measure) in moved and not row.departments.fragments:
            measure, departments = moved[id(row.measure)]
            row = replace(row, measure=measure, departments=departments)
        found.append(row)
    return replace(rows, rows=tuple(found), furniture=tuple(dict.fromkeys(furniture)))


def _replace_cell(row: Row, column: str, cleaned: dict[int, Cell]) -> Row:
    cell = cleaned.get(id(getattr(row, column)))
    if cell is None:
        return row
    if column != "measure":
        return replace(row, **{column: cell})  # type: ignore[arg-type]
    places = {(one.line, offset) for one in row.deliverable for offset in one.offsets}
    deliverable = tuple(one for one in cell.fragments if one.offsets and (one.line, one.start) in places)
    return replace(row, measure=cell, deliverable=deliverable)


def _find_labels(
    column: str, texts: Collection[str], headers: Sequence[HeaderColumns], names: ColumnNames
) -> frozenset[str]:
    """Return the names that are labels before the cells of a column: its own, and such as most cells have."""
    own = {
        normalise_header(cell.text)
        for header in headers
        for cell in header.cells
        if row_column(cell.column) == column and cell.column not in ("lead", "support")
    }
    known = frozenset(name for name, named in names.names.items() if named == column)
    if column == "departments":
        return known | own
    labelled = sum(1 for text in texts if (label := _LABEL.match(text)) and label["name"] in known)
    return known | own if headers and 2 * labelled > len(texts) else frozenset(own)


def _are_numbered(texts: Collection[str]) -> bool:
    """Return whether texts are numbered from row to row: each number follows the one above, or is 1."""
    found = [match[1] for text in dict.fromkeys(texts) if (match := _NUMBER.match(text))]
    numbers = [int(_NUMERALS.get(number, number)) for number in found]
    steps = [below - above for above, below in pairwise(numbers)]
    fits = sum(step == 1 or number == 1 for step, number in zip(steps, numbers[1:], strict=True))
    return (
        len(numbers) >= max(_MIN_NUMBERED, _MIN_NUMBERED_SHARE * len(texts))
        and fits >= _MIN_NUMBERED_SHARE * len(steps)
        and 2 * steps.count(1) > len(steps)
    )


def _find_cuts(cell: Cell, text: str, labels: frozenset[str], column: str) -> Iterator[Cut]:
    """Yield the layout text of a cell."""
    yield from _find_labels_in(cell, text, labels, is_body=column == "departments")
    for match in _MARKUP.finditer(text):
        yield Cut(*match.span(), "delimiter")
    if not _NUMBERED_PART.search(text):
        for match in _REFERENCE.finditer(text):
            yield Cut(*match.span(), "footnote")
    if column != "measure" and text[0] not in _CIRCLED:
        for match in _END_MARK.finditer(text):
            yield Cut(*match.span(), "footnote")


def _find_labels_in(cell: Cell, text: str, labels: frozenset[str], *, is_body: bool) -> Iterator[Cut]:
    """Yield the labels at the start of a cell and of its parts from other columns, with their brackets."""
    start, inserted = 0, ""
    last = len(text.rstrip(_CIRCLED)) - 1
    for fragment in cell.fragments:
        if fragment.offsets and (inserted or not start) and inserted != ROLE_MARK:
            label = _LABEL.match(text, start)
            # Beside other roles a label is one itself: 责任单位：省科技厅；配合单位：省财政厅.
            is_role = is_body and not inserted and label and _ROLE_LABEL.search(text, label.end())
            is_label = label and (
                normalise_header(label["name"]) in labels
                or (inserted[-1:] == "：" and _ROLE_LABEL.match(text, start))
            )
            if label and is_label and not is_role:
                yield Cut(start, label.end(), "header")
                if label["open"] and text[last] == _PAIRS[label["open"]] and label.group()[-1] in "：:":
                    yield Cut(last, last + 1, "header")
        inserted = "" if fragment.offsets else fragment.text
        start += len(fragment.text)


def cut_cell(cell: Cell, cuts: Sequence[Cut]) -> tuple[Cell, list[tuple[Fragment, str]]]:
    """Return a cell without some ranges of its text, at least one, and these with their character classes."""
    kept, left_out = list[Fragment](), list[tuple[Fragment, str]]()
    cuts = sorted(cuts)
    starts = [cut.start for cut in cuts]
    edges = sorted({edge for cut in cuts for edge in (cut.start, cut.end)})
    position = 0
    for fragment in cell.fragments:
        stop = position + len(fragment.text)
        inner = edges[bisect(edges, position) : bisect_left(edges, stop)]
        for start, end in pairwise((position, *inner, stop)):
            cut = cuts[max(bisect(starts, start) - 1, 0)]
            piece = cut_fragment(fragment, start - position, end - position)
            if not cut.start <= start < cut.end or not fragment.offsets:
                kept.append(piece)
                continue
            left_out.append((piece, cut.character_class))
        position = stop
    return Cell(tuple(kept)), left_out
