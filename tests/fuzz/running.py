"""Spoilt documents one after the other, each held against the invariants."""

import random
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from tests.fuzz.documents import draw_text
from tests.fuzz.invariants import Outcome, outcome_of
from tests.fuzz.mutations import mutated
from tests.pipeline.sample_plans import small_plan

KEPT: Final = Path("build") / "fuzz"
_MOST_VIOLATIONS: Final = 20
_SENTENCE: Final = 80


@dataclass
class Tally:
    """What became of the documents of a run; ``slowest`` is the largest share of the allowed CPU time."""

    read: int = 0
    refused: int = 0
    slowest: float = 0.0
    refusals: Counter[str] = field(default_factory=Counter)
    violations: list[str] = field(default_factory=list)

    def add(self, outcome: Outcome) -> None:
        """Count a document."""
        self.read += not outcome.refusal
        self.refused += bool(outcome.refusal)
        self.slowest = max(self.slowest, outcome.cpu / outcome.allowed)
        if outcome.refusal:
            self.refusals[outcome.refusal.partition(": ")[2][:_SENTENCE]] += 1

    def __str__(self) -> str:
        return (
            f"{self.read + self.refused} documents: {self.read} read, {self.refused} refused, "
            f"{len(self.violations)} with violations; the slowest took {self.slowest:.0%} of its CPU time"
        )


def fuzz(seed: int, seconds: float, *, first: int = 0, kept: Path = KEPT) -> Tally:
    """Read spoilt documents for some time, or until many violate an invariant.

    Parameters
    ----------
    seed
        Decides every document.
    seconds
        How long to go on at least, in seconds of the clock, and then until one was read.
    first
        The number of the first document.
    kept
        The folder for the files of violations; made where there is one.
    """
    tally, number, ends = Tally(), first, time.monotonic() + seconds
    with tempfile.TemporaryDirectory() as name:
        file, built = Path(name) / "spoilt.txt", Path(name) / "built"
        file.write_text(small_plan(), encoding="utf-8")
        outcome_of(file, built)  # what is loaded once is loaded, which is no document's time
        while (time.monotonic() < ends or not tally.read) and len(tally.violations) < _MOST_VIOLATIONS:
            chance = random.Random(f"{seed} {number}")
            document, text = draw_text(chance)
            data, ways = mutated(text, chance)
            file.write_bytes(data)
            outcome = outcome_of(file, built)
            tally.add(outcome)
            if outcome.violations:
                kept.mkdir(parents=True, exist_ok=True)
                copy = kept / f"{seed}-{number}.txt"
                copy.write_bytes(data)
                what = f"{copy} ({document}; {', '.join(ways)})"
                tally.violations.append("\n".join([what, *outcome.violations[:5]]))
            number += 1
    return tally
