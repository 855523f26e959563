"""Proves the ledger of built tables against their sources, and sums up the findings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline import store
from pipeline.built import ROOT
from pipeline.errors import BuiltError
from pipeline.ledger import Gap, find_gaps
from pipeline.model import FATES, SEVERITIES
from pipeline.readers import read_source


@dataclass(frozen=True)
class SourceCheck:
    """One source's account: its characters, those in the ledger by fate, and the gaps."""

    name: str
    characters: int
    fates: Counter[str]
    gaps: tuple[Gap, ...]


@dataclass(frozen=True)
class CheckReport:
    """Whether the ledger holds, and what was found."""

    sources: tuple[SourceCheck, ...]
    findings: tuple[tuple[str, str, str, int, int], ...]
    """severity, kind, message_en, first_line, last_line of each finding"""

    @property
    def holds(self) -> bool:
        return all(not source.gaps for source in self.sources)

    def lines(self, *, every_finding: bool = False) -> Iterator[str]:
        """The report in a few lines, or with every finding."""
        for source in self.sources:
            yield f"{source.name}: {source.characters:,} characters"
            for fate in FATES:
                if source.fates[fate]:
                    share = source.fates[fate] / source.characters
                    yield f"  {fate:<12} {source.fates[fate]:>9,}  {share:6.2%}"
            for gap in source.gaps[:20]:
                yield f"  line {gap.line}: {gap.text!r} belongs to {gap.claims} cells or furniture"
            if len(source.gaps) > 20:
                yield f"  … and {len(source.gaps) - 20} more lines"
        counts = Counter((severity, kind) for severity, kind, *_ in self.findings)
        for severity in SEVERITIES:
            kinds = ", ".join(f"{n} {kind}" for (s, kind), n in counts.most_common() if s == severity)
            yield f"{severity}s: {kinds or 'none'}"
        if every_finding:
            for severity, kind, message, first, last in self.findings:
                yield f"{severity:<6} {kind:<24} lines {first}-{last}: {message}"
        verdict = (
            "The ledger holds." if self.holds else "The ledger does NOT hold: characters are unaccounted for."
        )
        yield f"{verdict} {'字符台账平衡。' if self.holds else '字符台账不平：有字符没有归属。'}"


def check_built(built: Path) -> CheckReport:
    """Read the sources of a build again and hold its ledger against them, character by character.

    Raises
    ------
    BuiltError
        There are no tables, or a source has changed or is gone since they were built.
    """
    info = store.build_info(built)
    ledger = store.table(built, "ledger")
    checks = []
    for known in info.sources:
        path = Path(known.path)
        source = read_source(path if path.is_absolute() else ROOT / path)
        if source.sha256 != known.sha256:
            raise BuiltError(
                "源文件在生成数据表之后改动过；请重新运行 plan-atlas build。",
                "The source has changed since the tables were built; run plan-atlas build again.",
                source=source.path,
            )
        mine = ledger[ledger["source_file"] == known.file]
        spans = zip(mine["line"], mine["char_start"], mine["char_end"], strict=True)
        fates = Counter({str(fate): int(n) for fate, n in mine.groupby("fate")["characters"].sum().items()})
        checks.append(SourceCheck(known.file, source.characters, fates, tuple(find_gaps(source, spans))))
    findings = store.findings(built)
    columns = ["severity", "kind", "message_en", "first_line", "last_line"]
    return CheckReport(tuple(checks), tuple(findings[columns].itertuples(index=False, name=None)))
