"""Verifies tables by their sources and their ledger alone, independent of the code that wrote them.

Each cell is reassembled from the spans of the ledger, facts are looked up in the cells, and counts and sums
are recomputed. A disagreement has its table, row and source line.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import pyarrow as pa

from pipeline.readers.document import Document
from pipeline.schema.codebook import TABLES
from pipeline.schema.model import CELL_NAMES, DELIVERABLE_MARK, DEPTHS, LIST_MARK, ROLE_MARK, ROLE_WORDS

Record = Mapping[str, Any]
Records = Sequence[Record]

CELL_COLUMNS: Final = {
    "task": "task_text",
    "measure": "measure_text",
    "deliverable": "measure_text",
    "departments": "departments_text",
    "deadline": "deadline_text",
}
"""The column of a measure with the characters of a class."""

_INSERTED: Final = {
    "measure": frozenset([DELIVERABLE_MARK]),
    "departments": frozenset(
        [LIST_MARK, *ROLE_WORDS.values(), *(ROLE_MARK + words for words in ROLE_WORDS.values())]
    ),
}
"""Texts that the reader inserts into cells, by cell."""

_QUOTE_COLUMNS: Final = {
    name: "departments_text" if name == "departments" else "measure_text"
    for name, table in TABLES.items()
    if {"quote", "task_id"} <= set(table.column_names)
}
"""The tables of facts, and the column that their rows quote."""
LineOf = Callable[[Record], int]
_LONGEST_VALUE: Final = 60


@dataclass(frozen=True)
class Disagreement:
    """An unexpected value; ``row`` counts from 1 (0: whole table), ``line`` is 0 for none."""

    table: str
    row: int
    line: int
    what: str

    def as_text(self) -> str:
        """Return the disagreement as one line of text."""
        row = f" row {self.row}" if self.row else ""
        line = f" (source line {self.line})" if self.line else ""
        return f"{self.table}{row}{line}: {self.what}"


def verify_tables(tables: Mapping[str, Records], sources: Mapping[str, Document]) -> Iterator[Disagreement]:
    """Compare the rows of all tables with the ledger and the sources, by their names in the tables."""
    yield from _verify_ledger(tables["ledger"], sources)
    yield from _verify_measures(tables)
    yield from _verify_quotes(tables)
    yield from _verify_coverage(tables)
    yield from _verify_plans(tables)


def rebuilt_cell(cell: str, spans: Records, stored: str) -> str:
    """Reassemble the text of a cell from its spans.

    Text before a span that the reader inserted is taken from ``stored``, if it is one of `_INSERTED`
    for the cell (``task``, ``measure`` …).
    """
    text = ""
    for span in sorted(spans, key=lambda span: int(span["cell_start"])):
        inserted = stored[len(text) : span["cell_start"]]
        text += (inserted if inserted in _INSERTED.get(cell, ()) else "") + span["text"]
    return text


def _verify_ledger(ledger: Records, sources: Mapping[str, Document]) -> Iterator[Disagreement]:
    for row, span in enumerate(ledger, 1):
        source, line = sources.get(span["source_file"]), span["line"]
        if source is None or not 1 <= line <= len(source.lines):
            what = f"there is no line {line} of {format_value(span['source_file'])}"
            yield Disagreement("ledger", row, 0, what)
            continue
        text = source.lines[line - 1][span["char_start"] : span["char_end"]]
        expected = {
            "text": text,
            "offset": source.starts[line - 1] + span["char_start"],
            "characters": len("".join(text.split())),
        }
        yield from compare_values("ledger", row, line, span, expected)


def _verify_measures(tables: Mapping[str, Records]) -> Iterator[Disagreement]:
    spans: dict[tuple[str, str], list[Record]] = defaultdict(list)
    for span in tables["ledger"]:
        if span["character_class"] in CELL_COLUMNS and span["measure_id"]:
            spans[span["measure_id"], CELL_COLUMNS[span["character_class"]]].append(span)
    owners: dict[tuple[str, str], str] = {}
    shown: dict[tuple[str, str], Records] = {}
    commitments = Counter(row["measure_id"] for row in tables["targets"] if row["kind"] == "target")
    for row, measure in enumerate(tables["measures"], 1):
        merged, cells = measure["merged"].split(";"), {}
        for cell in CELL_NAMES:
            if cell not in merged:
                owners[measure["plan_id"], cell] = measure["measure_id"]
            owner = owners.get((measure["plan_id"], cell), "")
            own, above = spans[owner, CELL_COLUMNS[cell]], shown.get((measure["plan_id"], cell), ())
            # A cell can repeat the one above, whose spans are those of its row, and go on: 同上、省财政厅.
            joined, stored = [*above, *own], measure[CELL_COLUMNS[cell]]
            goes_on = cell not in merged and own and rebuilt_cell(cell, joined, stored) == stored
            cells[cell] = shown[measure["plan_id"], cell] = joined if goes_on else own
        main = [cells[cell] for cell in CELL_NAMES if cell != "task" or "task" not in merged]
        lines = [span["line"] for cell in main for span in cell] or [s["line"] for s in cells["task"]]
        expected: dict[str, Any] = {
            CELL_COLUMNS[cell]: rebuilt_cell(cell, cells[cell], measure[CELL_COLUMNS[cell]])
            for cell in CELL_NAMES
        }
        expected["characters"] = len(measure["measure_text"])
        expected["targets"] = commitments[measure["measure_id"]]
        if lines:
            expected |= {"first_line": min(lines), "last_line": max(lines)}
        yield from compare_values("measures", row, min(lines, default=0), measure, expected)


def _verify_quotes(tables: Mapping[str, Records]) -> Iterator[Disagreement]:
    measures = {measure["measure_id"]: measure for measure in tables["measures"]}
    for name, column in _QUOTE_COLUMNS.items():
        for row, quoted in enumerate(tables[name], 1):
            measure = measures.get(quoted["measure_id"])
            if measure is None:
                yield Disagreement(name, row, 0, f"there is no measure {format_value(quoted['measure_id'])}")
                continue
            expected = {
                "quote": measure[column][quoted["char_start"] : quoted["char_end"]],
                **{key: measure[key] for key in ("plan_id", "region_id", "year", "area_id", "task_id")},
            }
            yield from compare_values(name, row, measure["first_line"], quoted, expected)


def _verify_coverage(tables: Mapping[str, Records]) -> Iterator[Disagreement]:
    answers: dict[tuple[tuple[str, int, str], str], list[Record]] = defaultdict(list)
    for measure in tables["measures"]:
        for task_id in filter(None, measure["task_id"].split(";")):
            answers[_region_key(measure), task_id].append(measure)
    lines = {plan["plan_id"]: plan["first_line"] for plan in tables["plans"]}
    for row, cell in enumerate(tables["coverage"], 1):
        mine = answers.pop((_region_key(cell), cell["task_id"]), [])
        expected = {
            "depth": max(map(_depth, mine), key=DEPTHS.index, default="absent"),
            "measures": len(mine),
            "characters": sum(measure["characters"] for measure in mine),
            "measure_ids": ";".join(measure["measure_id"] for measure in mine),
            "targets": sum(measure["targets"] for measure in mine),
        }
        yield from compare_values("coverage", row, lines.get(cell["plan_id"], 0), cell, expected)
    for (_, task_id), mine in answers.items():
        plan_id = format_value(mine[0]["plan_id"])
        what = f"there is no cell of plan {plan_id} and task {format_value(task_id)}"
        yield Disagreement("coverage", 0, mine[0]["first_line"], what)


def _region_key(row: Record) -> tuple[str, int, str]:
    """Return collection, year and region of a row, which all plans of a region for a year share."""
    return row["collection"], row["year"], row["region_id"]


def _depth(measure: Record) -> str:
    level = str(measure["level"])
    if level == "specific" and measure["targets"]:
        return "quantified"
    return level if level in DEPTHS else "absent"


def _verify_plans(tables: Mapping[str, Records]) -> Iterator[Disagreement]:
    rows: dict[str, list[Record]] = defaultdict(list)
    for measure in tables["measures"]:
        rows[measure["plan_id"]].append(measure)
    characters = Counter[str]()
    for span in tables["ledger"]:
        characters[span["plan_id"]] += span["characters"]
    for row, plan in enumerate(tables["plans"], 1):
        mine = rows.pop(plan["plan_id"], [])
        tasks = [measure["task_id"].split(";") if measure["task_id"] else [] for measure in mine]
        expected = {
            "measures": len(mine),
            "standard_tasks": len({task_id for task_ids in tasks for task_id in task_ids}),
            "local_tasks": sum(not task_ids for task_ids in tasks),
            "characters": characters[plan["plan_id"]],
        }
        yield from compare_values("plans", row, plan["first_line"], plan, expected)
    for plan_id, mine in rows.items():
        yield Disagreement("plans", 0, mine[0]["first_line"], f"there is no plan {format_value(plan_id)}")


def format_value(value: object) -> str:
    """Return a value as text, truncated."""
    text = repr(value)
    return text if len(text) <= _LONGEST_VALUE else text[: _LONGEST_VALUE - 1] + "…"


def compare_values(
    table: str, row: int, line: int, found: Record, expected: Record
) -> Iterator[Disagreement]:
    """Compare a row or a file with the expected values by name."""
    for name, value in expected.items():
        if found.get(name) != value:
            what = f"{name} is {format_value(found.get(name))} and should be {format_value(value)}"
            yield Disagreement(table, row, line, what)


def table_disagreements(
    name: str, expected: pa.Table, found: pa.Table, line_of: LineOf
) -> Iterator[Disagreement]:
    """Compare two tables with the same columns value by value.

    ``name`` is that of the table, for the messages; ``line_of`` returns the source line of a row, 0 if it has
    none.
    """
    columns = expected.column_names
    should, have = _rows(expected), _rows(found)
    if should == have:
        return

    def disagree(row: int, values: Sequence[Any], what: str) -> Disagreement:
        return Disagreement(name, row, line_of(dict(zip(columns, values, strict=True))), what)

    missing, extra = Counter(should) - Counter(have), Counter(have) - Counter(should)
    if not missing and not extra:
        places = {row: number for number, row in reversed(list(enumerate(should, 1)))}
        for number, (good, odd) in enumerate(zip(should, have, strict=True), 1):
            if good != odd:
                yield disagree(number, odd, f"stands in another order; it belongs in row {places[odd]}")
    elif len(should) == len(have):
        for number, (good, odd) in enumerate(zip(should, have, strict=True), 1):
            wanted, held = (dict(zip(columns, row, strict=True)) for row in (good, odd))
            yield from compare_values(name, number, line_of(wanted), held, wanted)
    else:
        for number, row in enumerate(should, 1):
            if missing[row]:
                missing[row] -= 1
                yield disagree(number, row, f"the row of {format_value(row[0])} is missing")
        known = set(should)
        for number, row in reversed(list(enumerate(have, 1))):
            if extra[row]:
                extra[row] -= 1
                why = "stands twice" if row in known else "does not come from the sources"
                yield disagree(number, row, f"the row of {format_value(row[0])} {why}")


def _rows(table: pa.Table) -> list[tuple[Any, ...]]:
    """Return the rows of a table; NaN, which differs from itself, as a text."""
    columns = [
        ["not a number" if value != value else value for value in column.to_pylist()]
        for column in table.columns
    ]
    return list(zip(*columns, strict=True))
