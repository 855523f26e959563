"""What holds for every file, however spoilt: it is refused in a sentence, or its tables agree with it."""

import json
import shutil
import signal
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pipeline.build.build import build
from pipeline.build.check import check_built
from pipeline.readers import read_document
from pipeline.schema.codebook import TABLES
from pipeline.schema.errors import PlanAtlasError
from pipeline.schema.model import DELIVERABLE_MARK, ROLE_MARK, ROLE_WORDS
from pipeline.store import store
from tests.corpora import InThisProcess

MOST_TIMES_THE_CPU: Final = 8.0
"""How many times the CPU time a spoilt document may take of what an unspoilt one of its size takes."""
_CPU_OF_ANY: Final = 1.0
"""CPU seconds that any document may take."""
_CPU_PER_PIECE, _CPU_PER_CHARACTER = 2e-4, 2e-6
"""CPU seconds for each line or word and for each byte of a document that is as it should be."""
_MARKS: Final = frozenset("".join((DELIVERABLE_MARK, ROLE_MARK, *ROLE_WORDS.values())))
_CELLS: Final = ("task_text", "measure_text", "departments_text")


@dataclass(frozen=True)
class Outcome:
    """What became of a document.

    Parameters
    ----------
    plans
        How many were read.
    refusal
        The sentence that refused it; '' where it was read.
    violations
        Which invariants do not hold, in words.
    cpu, allowed
        CPU seconds that the build took, and that it may take.
    """

    plans: int
    refusal: str
    violations: tuple[str, ...]
    cpu: float = 0.0
    allowed: float = 0.0


class TooSlowError(Exception):
    """A document has taken all of the CPU time that it may take."""


def outcome_of(file: Path, folder: Path) -> Outcome:
    """Build a file and hold its tables against every invariant.

    Parameters
    ----------
    file
        The document.
    folder
        Is emptied, and holds the tables afterwards.
    """
    shutil.rmtree(folder, ignore_errors=True)
    allowed = allowance(file)
    begin = time.process_time()
    refusal, violations = "", list[str]()
    plans = 0
    try:
        with cpu_limit(allowed):
            # In this process, whose CPU time is measured.
            report = build([file], folder, executor=InThisProcess())
        plans = report.plans
    except PlanAtlasError as error:
        refusal = error.sentence("en")
        violations += _violations_of_a_refusal(error, folder)
    except TooSlowError:
        violations.append(f"more than {allowed:.1f} CPU seconds:\n{traceback.format_exc()}")
    except Exception:
        violations.append(traceback.format_exc())
    cpu = time.process_time() - begin
    if not refusal and not violations:
        try:
            violations += violations_of_tables(file, folder)
        except Exception:
            violations.append(traceback.format_exc())
    return Outcome(plans, refusal, tuple(violations), cpu, allowed)


def allowance(file: Path) -> float:
    """The CPU seconds that a document may take by its size."""
    data = file.read_bytes()
    pieces = len(data.split()) + data.count(b"\n")
    return _CPU_OF_ANY + MOST_TIMES_THE_CPU * (_CPU_PER_PIECE * pieces + _CPU_PER_CHARACTER * len(data))


@contextmanager
def cpu_limit(seconds: float) -> Iterator[None]:
    """Raise TooSlowError after so many CPU seconds, where the system can tell them."""
    if not hasattr(signal, "setitimer"):
        yield
        return

    def stop(_signal: int, _frame: object) -> None:
        raise TooSlowError

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def _violations_of_a_refusal(error: PlanAtlasError, folder: Path) -> Iterator[str]:
    if folder.exists():
        yield f"refused, but {folder.name} was written"
    for message in (error.message_zh, error.message_en):
        if not message.rstrip().endswith(("。", ".")) or "\n" in message:
            yield f"no sentence: {message!r}"


def violations_of_tables(file: Path, folder: Path) -> Iterator[str]:
    """What the tables of one file say that can't be."""
    report = check_built(folder)
    yield from (f"check: {odd.as_text()}" for odd in report.disagreements)
    yield from (f"ledger: line {gap.line} {gap.text[:40]!r}" for s in report.sources for gap in s.gaps)
    if not report.read_again:
        yield "check: the sources were not read again"
    if not report.clean and not json.loads((folder / "build.json").read_bytes())["left_out"]:
        yield "the build is not clean, and nothing was left out"
    snapshot = store.snapshot(folder)
    rows = {name: snapshot.table(name).to_pylist() for name in TABLES}
    texts = {measure["measure_id"]: measure["measure_text"] for measure in rows["measures"]}
    letters = set().union(*read_document(file).lines) | _MARKS
    for measure in rows["measures"]:
        if not 0 <= measure["confidence"] <= 1:
            yield f"confidence {measure['confidence']} of {measure['measure_id']}"
        for cell in _CELLS:
            if strange := set(measure[cell]) - letters:
                yield f"{cell} of {measure['measure_id']} has {strange}, which the source has not"
    for target in rows["targets"]:
        text = texts[target["measure_id"]]
        if text[target["char_start"] : target["char_end"]] != target["quote"]:
            yield f"target {target['target_id']}: {target['quote']!r} is not at its place"
        if target["value_min"] is None and target["value_max"] is None:
            yield f"target {target['target_id']} has no value"
