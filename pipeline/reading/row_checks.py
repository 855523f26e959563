"""Finds the cells of rows that don't look like those of a plan, and are therefore doubtful."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Final

import numpy as np

from pipeline.extract.departments.mentions import Mention, has_only_departments, is_kind_of_place
from pipeline.extract.facts import load_vocabularies
from pipeline.reading.aligned.places import is_aligned
from pipeline.reading.cell_text import BODIES_AT_END
from pipeline.reading.columns.cell_starts import SUPPORT_LABEL
from pipeline.reading.columns.confidence import load_confidence
from pipeline.reading.columns.rows import Row
from pipeline.reading.columns.serials import UNITS
from pipeline.reading.plan import Measure, ParsedPlan, load_matcher, match_area
from pipeline.reading.plans.headers import most_complete_header
from pipeline.reading.plans.notes import DATE
from pipeline.reading.row_borders import LEAD_LABEL
from pipeline.reading.task_checks import find_joined_tasks, find_measures_in_tasks
from pipeline.schema.folding import fold_compatibility
from pipeline.schema.model import MEASURE_END
from pipeline.taxonomy.header_words import load_column_names

_DATE_OR_NUMBER: Final = re.compile(
    r"[\d〇零一二三四五六七八九十百千万亿.,，、:：/\-—–~～至到%％‰年月日季度旬底前末初上中下半全号第（）()起止]+"
)
_VERB: Final = re.compile(
    "建设|建立|开展|推进|推动|加强|加大|加快|完善|实施|探索|支持|鼓励|制定|组织|举办|促进|强化|深化|提升|培育|落实"
)
_OTHER_ROW: Final = re.compile(r"同(?:[上前]|第?\d)")
_SERIAL: Final = re.compile(rf"\d{{1,3}}(?:\.\d{{1,2}})*(?!{UNITS.pattern}|小时|分钟|强[^化])[一-鿿]")
"""A number that counts nothing at the start of a cell."""
_DIGIT: Final = re.compile(r"[\d一二三四五六七八九十]")
_OPENING, _CLOSING = "（(【", "）)】"
_EMPTY_QUOTES: Final = re.compile("“”|‘’|《》")
"""Marks without the text between them, which PDF programs print before or after it: 走“”出去."""
_TWO_LISTS: Final = re.compile(
    "(?:{0}(?:负责|落实)|[）)]){0}(?:[（(]?{0}(?:单位|部门)[:：])?|[（(]{0}(?:单位|部门)[:：]".format(
        "[^、，,；;：:和及与等（(]{0,30}"
    )
)
"""What is between two names of which the first ends a list, and the second begins another.

Its parts have a maximum length, as the time to match three of any length is cubic.
"""
_IN_BRACKETS: Final = re.compile("[（(]([^（()）]+)[)）](?=[^。]|。.)")
"""What is in brackets before the end of a measure."""
_RUN_ON: Final = re.compile("(?:牵头|负责|落实)?")
"""What is between two names without a mark."""
_MAX_RUN_ON_SHARE: Final = 0.2
"""Maximum share of such cells among those of several bodies: where more have no marks, lines part bodies."""
_IN_LIST: Final = re.compile("[、，,；;]|(?:[及和与（(][^、，,；;]{0,10})?[:：]")
"""What follows a label (责任单位（牵头）：), and a body that has the name of a column (主管部门、各市)."""
_CUT_LIST: Final = re.compile("[、，,；;]|[（(](?:牵头|主办|负责|配合|协办)[）)]|.*[）)][、，,]$")
"""Departments without the first or the last body."""
_LOOSE_NUMBER: Final = re.compile(r"\d[①-⑳]|[①-⑳](?:年(?![度内终底初中均])|月(?![度均])|日(?![常均])|[%％])")
"""The number of a list item within another one, as some PDF programs print them: 3①月底前 for ①3月底前."""
_SUPPORTING: Final = re.compile("配合|协办|协助|协同|参与|参加|支持")
_LIST_NUMBER: Final = re.compile(r"[\d一二三四五六七八九十]{1,3}\Z")
_NUMBER_IN_DEPARTMENTS: Final = re.compile(
    r"(?<![第\d.])\d+(?:\.\d+)*(?!\d|[.、．，)）]|个?[地设市州县区盟旗])"
)
"""A number that neither numbers a list nor counts cities or counties."""
_DEADLINE: Final = re.compile(r"(?:\d{4}年)?(?:\d{1,2}月)?(?:\d{1,2}日)?(?=底|末|前|完成|以|[）)；;，,。]|$)")
_LENGTH_LIMITS: Final = {"task": (120, 3.0), "measure": (1500, 5.0), "departments": (200, 4.0)}
"""For each cell, the length in characters that is never too long, and the maximum ratio to the length of the
plan's other long cells (their 90th percentile). Over 31 plans the maxima are 53, 454 and 75 characters, and
a ratio of 3.3."""
_PERCENTILE: Final = 90
_MANY_CELLS: Final = 50
_MIN_ROWS: Final = 3
_MIN_ROWS_OF_MANY, _MAX_DOUBTFUL_SHARE = 10, 0.25
"""Minimum number of rows, and the share of doubtful ones above which the others are doubtful too: in such
documents, written as text by other programs, about half of the other rows were wrong."""
_FEW_ROWS: Final = 4
"""Maximum number of rows of a plan of which one doubtful row says something about the others."""
_MIN_DOUBTS: Final = 5
"""Minimum number of doubtful rows of a plan that say something about its other rows."""


@lru_cache(maxsize=1)
def find_doubtful_cells(parsed: ParsedPlan) -> tuple[tuple[int, str, str], ...]:
    """Return the cells of one plan that look wrong, each as place, kind and cell.

    The place is the index in ``parsed.measures``, the kind one of
    :data:`~pipeline.schema.codebook.FINDING_KINDS`, the cell ``task``, ``measure`` or ``departments``.
    """
    return tuple(_iter_doubtful_cells(parsed))


def _iter_doubtful_cells(parsed: ParsedPlan) -> Iterator[tuple[int, str, str]]:
    job, measures = parsed.job, parsed.measures
    directory = load_vocabularies(job.taxonomy_folder).directory
    taxonomy, matcher = load_matcher(job.taxonomy_folder, job.year)
    areas = tuple(area.name_zh for area in taxonomy.areas)
    for cell, place in _find_long_cells(measures):
        yield place, "cell_long", cell
    if _has_signature(parsed, next(r.name_zh for r in taxonomy.regions if r.id == job.plan.region_id)):
        yield len(measures) - 1, "departments_maybe_signed", "departments"
    open_measures = {place for place, measure in enumerate(measures) if _is_open(measure.row)}
    tasks_with_stop = sum(measure.row.task.text.endswith("。") for measure in measures)
    # Where tasks have full stops, or measures have none, one more or less shows nothing.
    are_regular = 2 * max(tasks_with_stop, len(open_measures)) < len(measures)
    run_on = _find_run_on(parsed)
    joined, in_task = find_joined_tasks(parsed), find_measures_in_tasks(parsed)
    labels_of_bodies = load_column_names(job.taxonomy_folder).labels({"departments"})
    is_searched = not job.has_cells or any(record.margin is not None for record in job.records)
    has_serials = is_searched and any(header.has("serial") for header in job.columns)
    numbered = {cell: _find_numbered(measures, cell) for cell in ("task", "measure") if has_serials}
    lacks_bodies = bool(job.columns) and all("departments" in header.missing for header in job.columns)
    lacks_bodies = lacks_bodies or job.is_prose
    for place, measure in enumerate(measures):
        row = measure.row
        if not row.task.text:
            if job.has_tasks:
                yield place, "task_blank", "task"
        elif is_date_or_number(row.task.text):
            yield place, "cell_number", "task"
        elif row.task.text.startswith(areas):
            yield place, "task_area", "task"
        elif (
            not measure.match.task_ids
            and not _VERB.match(row.task.text)
            and has_only_departments(row.task.text, directory)
            and not is_kind_of_place(row.task.text, directory)
        ):
            yield place, "task_departments", "task"
        is_two = not job.has_cells and matcher.is_two_names(row.task.text)
        if is_two or place in joined or matcher.has_part_of_another(row.task.text):
            yield place, "task_maybe_two", "task"
        is_open = place in open_measures or not row.measure.text
        ends_late = row.task.text.endswith("。") and is_open and are_regular
        if ends_late or place in in_task:
            yield place, "task_holds_measure", "task"
        for cell, found in numbered.items():
            if place in found:
                yield place, "serial_in_cell", cell
        if is_date_or_number(row.measure.text):
            yield place, "cell_number", "measure"
        for cell in ("task", "measure", "departments"):
            text = getattr(row, cell).text
            if _EMPTY_QUOTES.search(text) or _LOOSE_NUMBER.search(text) or not has_paired_brackets(text):
                yield place, "cell_unpaired", cell
        bodies = fold_compatibility(row.departments.text)
        labels = [] if job.has_cells else LEAD_LABEL.findall(row.departments.text)
        # Where the source tells where cells end, a deadline among bodies is printed there.
        if _NUMBER_IN_DEPARTMENTS.search(_DEADLINE.sub("", bodies) if job.has_cells else bodies):
            yield place, "departments_number", "departments"
        if not job.has_cells and _starts_with_header(bodies, labels_of_bodies):
            yield place, "header_in_cell", "departments"
        is_repeated = len({label.lstrip("（(") for label in labels}) < len(labels)
        within = _IN_BRACKETS.findall(row.measure.text) if lacks_bodies and row.departments.text else ()
        if (
            place in run_on
            or is_repeated
            or has_two_lists(row.departments.text, measure.facts.departments)
            or any(has_only_departments(text, directory) for text in within)
        ):
            yield place, "departments_maybe_two", "departments"
        heading = None if row.departments.text else BODIES_AT_END.search(row.area.text)
        if (
            _OTHER_ROW.search(row.departments.text)
            or _CUT_LIST.match(row.departments.text)
            or (not job.has_cells and SUPPORT_LABEL.match(row.departments.text))
            or (heading and has_only_departments(heading[1], directory))
        ):
            yield place, "departments_elsewhere", "departments"
        elif row.departments.text and not any(one.department_id for one in measure.facts.departments):
            yield place, "departments_none_known", "departments"


def _starts_with_header(departments: str, labels: Sequence[str]) -> bool:
    """Return whether departments start with the name of their column, which is no label or body of them."""
    label = next((label for label in labels if departments.startswith(label)), None)
    return label is not None and not _IN_LIST.match(departments, len(label))


def _find_numbered(measures: Sequence[Measure], cell: str) -> frozenset[int]:
    """Return the indexes of the rows whose cell starts with a serial; none where most start with 1.1."""
    found = {
        place: match[0]
        for place, one in enumerate(measures)
        if (match := _SERIAL.match(getattr(one.row, cell).text))
    }
    is_habit = 2 * sum("." in number for number in found.values()) > len(measures)
    return frozenset(() if is_habit else found)


def _is_open(row: Row) -> bool:
    """Return whether the measure of a row ends in mid-sentence."""
    return bool(row.measure.text) and not row.deliverable and not MEASURE_END.search(row.measure.text)


def has_two_lists(departments: str, mentions: Sequence[Mention]) -> bool:
    """Return whether a list of departments ends, and another one begins without a mark between them.

    A list ends with 负责, with the bracket around it, where the next one names the same body again, or where
    each has a lead of its own. Bodies that support those before them are of one list:
    省科技厅（配合单位：省财政厅）.
    """
    for here, after in pairwise(mentions):
        if after.role == "support" and _SUPPORTING.search(departments, here.end):
            continue
        between = departments[here.end : after.start]
        again = not between and here.department_id and here.department_id == after.department_id
        both_lead = between == "牵头" and departments.startswith(between, after.end)
        if again or both_lead or _TWO_LISTS.fullmatch(between):
            return True
    return False


def _find_run_on(parsed: ParsedPlan) -> frozenset[int]:
    """Return the indexes of the rows of aligned text whose departments lack a mark that others have."""
    if parsed.job.has_cells or not is_aligned(parsed.job.lines):
        return frozenset()
    several, found = 0, set()
    for place, measure in enumerate(parsed.measures):
        names, text = measure.facts.departments, measure.row.departments.text
        several += len(names) > 1
        if any(_RUN_ON.fullmatch(text[here.end : after.start]) for here, after in pairwise(names)):
            found.add(place)
    return frozenset(found if len(found) <= _MAX_RUN_ON_SHARE * several else ())


def find_doubtful_rows(parsed: ParsedPlan) -> frozenset[int]:
    """Return the indexes of the rows with a doubtful cell or low confidence."""
    doubtful_below = load_confidence().doubtful_below
    unsure = {place for place, measure in enumerate(parsed.measures) if measure.confidence < doubtful_below}
    return frozenset(unsure.union(place for place, *_ in find_doubtful_cells(parsed)))


def find_suspect_rows(parsed: ParsedPlan) -> tuple[int, frozenset[int]]:
    """Return the number of doubtful rows of text without cells, and the rows that are doubtful beside them.

    The number is 0 if it says nothing about the other rows of the plan.
    """
    doubtful, count = find_doubtful_rows(parsed), len(parsed.measures)
    if parsed.job.has_cells:
        return 0, frozenset()
    is_many = count >= _MIN_ROWS_OF_MANY and len(doubtful) > _MAX_DOUBTFUL_SHARE * count
    if is_many or (doubtful and (count <= _FEW_ROWS or _has_unknown_areas(parsed))):
        return len(doubtful), frozenset(range(count)) - doubtful
    return len(doubtful) if len(doubtful) >= _MIN_DOUBTS else 0, frozenset()


def _has_unknown_areas(parsed: ParsedPlan) -> bool:
    """Return whether text that is not aligned has a column of key areas, and none of their names is known."""
    header = most_complete_header(parsed.job.columns)
    if header is None or not header.has("area") or is_aligned(parsed.job.lines):
        return False
    taxonomy, _ = load_matcher(parsed.job.taxonomy_folder, parsed.job.year)
    return not any(match_area(text, taxonomy) for text in {one.row.area.text for one in parsed.measures})


def _has_signature(parsed: ParsedPlan, region: str) -> bool:
    """Return whether the last row may end with a signature.

    That is the only body with the region's name among departments, or in text a line above a date.
    """
    measures, job = parsed.measures, parsed.job
    cells = [fold_compatibility(measure.row.departments.text) for measure in measures]
    end = measures[-1].row.departments.fragments[-1:] if measures else ()
    lines = [line.strip() for line in job.lines if line.strip()]
    signed = {above for above, below in pairwise(lines) if DATE.fullmatch("".join(below.split()))}
    if not job.records and measures and signed.intersection(one.text for one in measures[-1].row.fragments):
        return True
    is_named = bool(end) and fold_compatibility(end[0].text).startswith(region)
    return is_named and len(cells) > 1 and not any(region in cell for cell in cells[:-1])


def _find_long_cells(measures: Sequence[Measure]) -> Iterator[tuple[str, int]]:
    for cell, (allowed, max_ratio) in _LENGTH_LIMITS.items():
        lengths = np.array([len(getattr(measure.row, cell).text) for measure in measures])
        for place in np.flatnonzero(lengths > allowed):
            # Among few cells, a long one would determine the percentile; among many it hardly matters.
            others = lengths if len(lengths) > _MANY_CELLS else np.delete(lengths, place)
            usual = float(np.percentile(others, _PERCENTILE)) if len(others) else 0.0
            if lengths[place] > max_ratio * usual:
                yield cell, int(place)


def has_paired_brackets(text: str) -> bool:
    """Return whether all brackets are paired; one that closes a list number (1）, 二)) needs no partner."""
    depth = 0
    for place, sign in enumerate(text):
        if sign in _OPENING:
            depth += 1
        elif sign in _CLOSING and depth:
            depth -= 1
        elif sign in _CLOSING and not _LIST_NUMBER.search(text[max(0, place - 3) : place]):
            return False
    return depth == 0


def is_date_or_number(text: str) -> bool:
    """Return whether a cell is only a date, a time or a number (12月底, 2018年6月, 95%)."""
    folded = fold_compatibility(text)
    return bool(_DATE_OR_NUMBER.fullmatch(folded)) and bool(_DIGIT.search(folded))


def is_other_table(parsed: ParsedPlan, *, columns_are_known: bool) -> bool:
    """Return whether most rows have a doubtful cell, so that the table is not a plan.

    Unknown departments count only if the header does not name the columns and no row has a known department.
    A few rows are judged only by these, and only without a header: a list in prose can be read as one row.
    """
    measures = parsed.measures
    without_bodies = not any(one.department_id for m in measures for one in m.facts.departments)
    if len(measures) < _MIN_ROWS:
        return without_bodies and not parsed.job.columns
    doubtful = {
        place
        for place, kind, _ in find_doubtful_cells(parsed)
        if not kind.startswith("departments_") and kind != "task_maybe_two"
    }
    return 2 * len(doubtful) > len(measures) or (without_bodies and not columns_are_known)
