"""How well documents are read: what the pipeline makes of a file, held against the rows that it holds."""

import json
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pipeline import readers
from pipeline.build.findings import loss_findings, plan_findings
from pipeline.readers.provenance import Provenance
from pipeline.reading.plan import ParsedPlan, read_plan
from pipeline.reading.plan_checks import require_plan
from pipeline.schema.errors import PlanAtlasError
from tests.documents.evaluate import TAXONOMY, Figures, align, compare, differences, list_jobs


@dataclass(frozen=True)
class RowScore:
    """One row as it was read.

    Parameters
    ----------
    wrong
        What of it is wrong: names of cells, ``invented`` where the document has no such row, or nothing.
    doubted
        Whether a finding of the severity ``doubt`` is about it.
    confidence
        From 0 to 1.
    differences
        For each wrong cell, what it should be and what it is.
    """

    wrong: tuple[str, ...]
    doubted: bool
    confidence: float
    differences: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class DocumentScore:
    """One document: the figures of its rows, each row that was read, and why it was refused, if it was."""

    name: str
    figures: Figures
    rows: tuple[RowScore, ...] = ()
    missed: tuple[str, ...] = ()
    refusal: str = ""

    @property
    def exact(self) -> int:
        """How many rows came back to the last character."""
        return sum(not row.wrong for row in self.rows)


def read_plans(path: Path) -> list[ParsedPlan]:
    """The plans of a file, each read; raises as :func:`read_file` does."""
    return read_file(path)[1]


def read_file(path: Path) -> tuple[readers.Document, list[ParsedPlan]]:
    """A file as a document, and its plans, each read.

    Raises
    ------
    PlanAtlasError
        The file is refused.
    """
    document = readers.read_document(path)
    jobs = list_jobs(document, Provenance("documents", None, "", ""))
    plans = [read_plan(job) for job in jobs]
    for plan in plans:
        require_plan(plan)
    return document, plans


def score_document(path: Path) -> DocumentScore:
    """The score of one file; its rows are beside it, in a file of the same name (``.jsonl``)."""
    gold = [json.loads(line) for line in path.with_suffix(".jsonl").read_text(encoding="utf-8").splitlines()]
    try:
        document, plans = read_file(path)
    except PlanAtlasError as error:
        return DocumentScore(path.stem, Figures(), refusal=error.message_en)
    measures = [measure for plan in plans for measure in plan.measures]
    findings = [finding for plan in plans for finding in plan_findings(plan, TAXONOMY)]
    findings += loss_findings(document, plans)
    doubted = {finding.measure_id for finding in findings if finding.severity == "doubt"}
    pairs = {id(theirs): ours for ours, theirs in align(gold, measures)}
    rows = []
    for measure in measures:
        ours, is_doubted = pairs.get(id(measure)), measure.measure_id in doubted
        reported = differences(ours, measure) if ours else {"invented": ("", measure.row.task.text)}
        rows.append(RowScore(tuple(reported), is_doubted, measure.confidence, tuple(reported.values())))
    reached = {id(ours) for ours in pairs.values()}
    return DocumentScore(
        path.stem,
        compare(gold, measures),
        tuple(rows),
        tuple(ours["task"] for ours in gold if id(ours) not in reached),
    )


def score_folder(folder: Path, prefix: str = "", workers: int = 2) -> list[DocumentScore]:
    """The scores of a folder's documents whose names begin with ``prefix``, in the order of their names."""
    paths = sorted(path for path in folder.glob(f"{prefix}*") if path.suffix not in (".json", ".jsonl"))
    if workers < 2:
        return [score_document(path) for path in paths]
    with ProcessPoolExecutor(workers) as executor:
        return list(executor.map(score_document, paths))


HEADER: Final = (
    f"{'':<12}{'docs':>5}{'refused':>8}{'rows':>6}{'missed':>7}{'invented':>9}{'exact':>8}"
    f"{'cells':>8}{'wrong doubted':>15}{'right doubted':>15}"
)
"""Names of the columns of :func:`summary`."""


def summary(label: str, scores: Sequence[DocumentScore]) -> str:
    """One line of figures over documents; those that were refused count only as such.

    ``exact`` is the share of the rows of the documents that came back to the last character, ``cells`` the
    share of coverage cells that are right, and the last two the shares of wrong and right rows with a doubt.
    """
    total = Figures()
    for score in scores:
        total += score.figures
    rows = [row for score in scores for row in score.rows]
    right = [row for row in rows if not row.wrong]
    wrong = [row for row in rows if row.wrong]
    exact = len(right) / total.rows if total.rows else 1.0
    return (
        f"{label:<12}{len(scores):>5}{sum(bool(score.refusal) for score in scores):>8}{total.rows:>6}"
        f"{total.missed:>7}{total.invented:>9}{exact:>8.4f}{total.share('cells_right', 'cells'):>8.4f}"
        f"{_doubted(wrong):>15}{_doubted(right):>15}"
    )


def _doubted(rows: Sequence[RowScore]) -> str:
    doubted = sum(row.doubted for row in rows)
    return f"{doubted}/{len(rows)} {doubted / len(rows):.3f}" if rows else "0/0"


def calibration(rows: Sequence[RowScore], bins: int = 10) -> list[str]:
    """Lines of the calibration curve: how many of the rows read with about one confidence are right.

    Parameters
    ----------
    rows
        At least one.
    bins
        Of equal width, from 0 to 1; empty ones have no line.

    Returns
    -------
    list of str
        The curve, and under it the expected calibration error: the mean distance between confidence and
        share of right rows, weighted by rows (Naeini et al. 2015).
    """
    reported = [(row.confidence, not row.wrong) for row in rows]
    lines, error = [f"  {'confidence':<14}{'rows':>7}{'mean':>8}{'right':>8}"], 0.0
    for place in range(bins):
        inside = [pair for pair in reported if min(int(pair[0] * bins), bins - 1) == place]
        if not inside:
            continue
        mean = sum(confidence for confidence, _ in inside) / len(inside)
        right = sum(is_right for _, is_right in inside) / len(inside)
        error += abs(mean - right) * len(inside) / len(reported)
        label = f"{place / bins:.2f} to {(place + 1) / bins:.2f}"
        lines.append(f"  {label:<14}{len(inside):>7}{mean:>8.3f}{right:>8.3f}")
    return [*lines, f"  expected calibration error {error:.4f}"]
