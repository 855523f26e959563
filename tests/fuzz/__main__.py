"""The reader over spoilt documents for a given time, as ``make fuzz`` runs it: ``python -m tests.fuzz``.

Each document is drawn and spoilt by a seed, built, and held against the invariants of
:mod:`tests.fuzz.invariants`. Prints how many documents were read and refused, and each violation with the
file that shows it; ``--replay`` builds such a file again.
"""

import argparse
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from tests.fuzz.invariants import outcome_of
from tests.fuzz.running import fuzz


def main(arguments: Sequence[str] | None = None) -> int:
    """Run it; exit code 1 where an invariant does not hold."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__.partition("\n")[0])
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument(
        "--seed", type=int, default=time.time_ns() % 1_000_000, help="default: another one each time"
    )
    parser.add_argument("--first", type=int, default=0, help="number of the first document")
    parser.add_argument("--refusals", action="store_true", help="print why documents were refused")
    parser.add_argument("--replay", type=Path, nargs="+", help="files that a run kept")
    asked = parser.parse_args(arguments)
    if asked.replay:
        return max(map(_replay, asked.replay))
    print(f"seed {asked.seed}", flush=True)
    tally = fuzz(asked.seed, asked.seconds, first=asked.first)
    if asked.refusals:
        for sentence, times in tally.refusals.most_common():
            print(f"{times:5} {sentence}")
    for violation in tally.violations:
        print(f"VIOLATION {violation}")
    print(tally)
    return 1 if tally.violations else 0


def _replay(file: Path) -> int:
    with tempfile.TemporaryDirectory() as folder:
        outcome = outcome_of(file, Path(folder) / "built")
    print(f"{file}: {outcome.plans} plans, {outcome.cpu:.2f} of {outcome.allowed:.2f} CPU seconds")
    print(*filter(None, (outcome.refusal, *outcome.violations)), sep="\n")
    return 1 if outcome.violations else 0


if __name__ == "__main__":
    raise SystemExit(main())
