"""Time and memory of whole processes, and the format of figures beside their bars."""

import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]
MEGABYTE: Final = 1_000_000
SAMPLE_SECONDS: Final = 0.02


@dataclass(frozen=True)
class Ratio:
    """A thing measured against its floor in the same run, pair by pair."""

    name: str
    measured: tuple[float, ...]
    floor: tuple[float, ...]
    bar: float

    @property
    def value(self) -> float:
        """The median of the pairs' ratios: a machine that slows down slows both of a pair."""
        return median(one / other for one, other in zip(self.measured, self.floor, strict=True))

    @property
    def holds(self) -> bool:
        return self.value <= self.bar

    def line(self) -> str:
        """The ratio as one line of the printout, with the times in seconds that it comes from."""
        return (
            bar_line(self.name, f"{self.value:.2f}", f"{self.bar:.1f}", self.holds)
            + f"  {_spread(self.measured)} against {_spread(self.floor)}, {len(self.measured)} pairs"
        )


@dataclass(frozen=True)
class Report:
    """What one part of the benchmarks has to say."""

    lines: tuple[str, ...]
    holds: bool


def bar_line(name: str, value: str, bar: str, holds: bool) -> str:
    """A figure beside its bar."""
    return f"{name:<30}{value:>8}  bar {bar:<7} {'holds' if holds else 'BROKEN'}"


def _spread(seconds: Sequence[float]) -> str:
    return f"{median(seconds):.3f} s ({min(seconds):.3f}–{max(seconds):.3f})"


def run_seconds(command: Sequence[str]) -> float:
    """Wall time of a command from start to end, in seconds.

    Raises
    ------
    RuntimeError
        If the command fails; with what it printed.
    """
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as output:
        started = time.perf_counter()
        code = subprocess.call(command, cwd=ROOT, stdout=output, stderr=subprocess.STDOUT)
        seconds = time.perf_counter() - started
        if code:
            output.seek(0)
            raise RuntimeError(f"{' '.join(command)} ended with {code}:\n{output.read()[-4000:]}")
    return seconds


def peak_bytes(command: Sequence[str]) -> int:
    """Peak memory of a command and all that it starts, in bytes.

    The larger of two figures: what the kernel noted for the largest single process, and the largest sum of
    proportional set sizes over the tree of processes, sampled every 20 ms: memory that forked workers share
    counts once. Where there is no ``/proc/PID/smaps_rollup`` only the first is known.

    Raises
    ------
    RuntimeError
        If the command fails.
    """
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        sampler = _TreeSampler(process.pid)
        sampler.start()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        sampler.stop()
    if process.returncode:
        raise RuntimeError(f"{' '.join(command)} ended with {process.returncode}")
    unit = 1 if sys.platform == "darwin" else 1024
    return max(usage.ru_maxrss * unit, sampler.peak)


class _TreeSampler(threading.Thread):
    """Watches the memory of a process and its descendants."""

    def __init__(self, root: int) -> None:
        super().__init__(daemon=True)
        self._root = root
        self._ended = threading.Event()
        self.peak = 0

    def run(self) -> None:
        while Path("/proc/self").exists() and not self._ended.wait(SAMPLE_SECONDS):
            self.peak = max(self.peak, sum(map(_proportional_bytes, _tree(self._root))))

    def stop(self) -> None:
        self._ended.set()
        self.join()


def _tree(root: int) -> list[int]:
    """A process and its descendants, as they are now."""
    found = [root]
    for process in found:
        for children in Path(f"/proc/{process}/task").glob("*/children"):
            try:
                found.extend(int(child) for child in children.read_text().split())
            except (FileNotFoundError, ProcessLookupError):
                continue
    return found


def _proportional_bytes(process: int) -> int:
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except (FileNotFoundError, ProcessLookupError):
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:")), 0)
