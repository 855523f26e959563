"""Verifies built tables against their sources: files, ledger, cells and all values; counts the findings."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pyarrow as pa

from pipeline.build.build import Reading, read_all
from pipeline.build.built import ROOT, built_from, fingerprint
from pipeline.build.proof import Disagreement, Record, compare_values, table_disagreements, verify_tables
from pipeline.readers import read_document
from pipeline.readers.document import Document, format_places
from pipeline.reading.ledger import Gap, find_gaps
from pipeline.schema.codebook import TABLES
from pipeline.schema.errors import BuiltError, SourceError
from pipeline.schema.manifest import INFO_FILE, find_differences
from pipeline.schema.model import CHARACTER_CLASSES, SEVERITIES
from pipeline.store import store

_MOST_GAPS: Final = 20
_MOST_DISAGREEMENTS: Final = 10


@dataclass(frozen=True)
class SourceCheck:
    """The check of one source: its characters, those in the ledger by class, and gaps."""

    name: str
    characters: int
    classes: Counter[str]
    gaps: tuple[Gap, ...]
    left_out: tuple[str, ...] = ()
    """The place of each plan that could not be read, in English."""


@dataclass(frozen=True)
class CheckReport:
    """Whether the tables agree with their sources, and where not."""

    sources: tuple[SourceCheck, ...]
    findings: tuple[tuple[str, str, str, str], ...]
    """severity, kind, file and place (in English), and message (in both languages) of each finding"""
    disagreements: tuple[Disagreement, ...] = ()
    """Files, rows and values that disagree with the sources."""
    read_again: bool = True
    """Whether the sources were read again, which they are not where other code built the tables."""
    clean: bool = True
    """Whether the build read everything."""

    @property
    def balanced(self) -> bool:
        """Whether every character is accounted for."""
        return all(not source.gaps for source in self.sources)

    @property
    def holds(self) -> bool:
        return self.balanced and self.clean and not self.disagreements

    def lines(self, *, every_finding: bool = False) -> Iterator[str]:
        """Yield the lines of the report, optionally with every finding."""
        for source in self.sources:
            yield f"{source.name}: {source.characters:,} characters"
            for character_class in CHARACTER_CLASSES:
                if source.classes[character_class]:
                    share = source.classes[character_class] / source.characters
                    yield f"  {character_class:<12} {source.classes[character_class]:>9,}  {share:6.2%}"
            for place in source.left_out:
                yield f"  {place} left out: a plan that can't be read"
            lines = [
                f"  line {gap.line}: {gap.text!r} belongs to {gap.span_count} cells or layout classes"
                for gap in source.gaps
            ]
            yield from _truncate(lines, _MOST_GAPS, "lines")
        counts = Counter((severity, kind) for severity, kind, *_ in self.findings)
        for severity in SEVERITIES:
            kinds = ", ".join(f"{n} {kind}" for (s, kind), n in counts.most_common() if s == severity)
            yield f"{severity}s: {kinds or 'none'}"
        if every_finding:
            for severity, kind, place, message in self.findings:
                yield f"{severity:<6} {kind:<24} {place or '-'}: {message}"
        lines = [odd.as_text() for odd in self.disagreements]
        yield from _truncate(lines, _MOST_DISAGREEMENTS, "disagreements")
        if not self.read_again:
            yield (
                "Another version, or another taxonomy, built the tables: they were checked against "
                "the ledger only. 数据表由其他版本或其他分类文件建成：只按字符台账核对。"
            )
        if self.disagreements:
            n = len(self.disagreements)
            yield f"The tables do NOT agree with their sources in {n} places. 数据表有 {n} 处与来源不符。"
        else:
            yield "The tables agree with their sources. 数据表与来源相符。"
        if not self.clean:
            yield "The build is NOT complete: see the errors. 构建不完整，见以上错误。"
        if self.balanced:
            yield "The ledger holds. 字符台账平衡。"
        else:
            yield ("The ledger does NOT hold: characters are unaccounted for. 字符台账不平：有字符没有归属。")


def check_built(built: Path) -> CheckReport:
    """Check built tables against their sources, which are read again.

    Files are compared with their hashes, the ledger with the characters of the sources, cells with the
    ledger, and facts with the cells; where this version of the code built the tables, every value is
    compared with a recomputed one.

    Raises BuiltError where there are no tables, one can't be read, or a source has changed or is gone.
    """
    snapshot = store.snapshot(built)
    info = store.build_info(built)
    found = {name: snapshot.table(name).select(table.column_names) for name, table in TABLES.items()}
    rows = {name: table.to_pylist() for name, table in found.items()}
    sources = {known.file: _read_unchanged(known) for known in info.sources}
    left_out = _read_left_out(snapshot.info)
    checks = []
    for name, source in sources.items():
        mine = [row for row in rows["ledger"] if row["source_file"] == name]
        classes = Counter[str]()
        for row in mine:
            classes[row["character_class"]] += row["characters"]
        lost = tuple(
            format_places(source, first, last, "en")
            for file, first, last in left_out
            if file == name and 0 < first <= last <= len(source.lines)
        )
        gaps = find_gaps(source, ((row["line"], row["char_start"], row["char_end"]) for row in mine))
        checks.append(SourceCheck(name, source.characters, classes, tuple(gaps), lost))
    reread = _read_again(built, info)
    odd = [*_changed_files(built), *verify_tables(rows, sources)]
    if reread is not None:
        odd += compare_values(INFO_FILE, 0, 0, json.loads(snapshot.info), reread.info_entries())
        odd += _compare_tables(reread.tables(), found)
    places = store.finding_places(built)["place_en"]
    files = {row["plan_id"]: row["source_file"] for row in rows["plans"]}
    findings = tuple(
        (row["severity"], row["kind"], f"{files.get(row['plan_id'], '')} {place}".strip(), f"{en} {zh}")
        for row, place in zip(rows["findings"], places, strict=True)
        for zh, en in [(row["message_zh"], row["message_en"])]
    )
    return CheckReport(tuple(checks), findings, tuple(dict.fromkeys(odd)), reread is not None, info.clean)


def _truncate(lines: list[str], most: int, what: str) -> Iterator[str]:
    yield from lines[:most]
    if len(lines) > most:
        yield f"  … and {len(lines) - most} more {what}"


def _read_unchanged(known: store.SourceInfo) -> Document:
    source = read_document(ROOT / known.path)
    if source.sha256 != known.sha256:
        raise BuiltError.of("source_changed", source=source.path)
    return source


def _read_left_out(info: bytes) -> list[tuple[str, int, int]]:
    """Return the file, first and last line of each plan that the build left out."""
    try:
        entries = json.loads(info).get("left_out", [])
        return [(lost["file"], int(lost["first_line"]), int(lost["last_line"])) for lost in entries]
    except (ValueError, KeyError, TypeError):  # edited by hand; its hash reveals that
        return []


def _changed_files(built: Path) -> list[Disagreement]:
    why = {
        "missing": "the file is missing",
        "added": "no build wrote this file",
        "changed": "the file is not as the build wrote it",
    }
    return [Disagreement(odd.name, 0, 0, why[odd.how]) for odd in find_differences(built)]


def _read_again(built: Path, info: store.BuildInfo) -> Reading | None:
    """Read the same sources again; None where the code or a source has changed."""
    try:
        asked = built_from(built)
        return read_all(asked) if fingerprint(asked) == info.fingerprint else None
    except SourceError:
        return None


def _compare_tables(reread: Mapping[str, pa.Table], found: Mapping[str, pa.Table]) -> Iterator[Disagreement]:
    ids, firsts = (reread["measures"][name].to_pylist() for name in ("measure_id", "first_line"))
    first_lines = dict(zip(ids, firsts, strict=True))

    def find_line(row: Record) -> int:
        return int(row.get("line") or row.get("first_line") or first_lines.get(row.get("measure_id", ""), 0))

    for name, expected in reread.items():
        yield from table_disagreements(name, expected, found[name], find_line)
