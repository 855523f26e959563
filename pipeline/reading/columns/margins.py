"""Margins of labels over the next best ones: max-marginals over the search beam."""

from collections.abc import Hashable, Mapping, Sequence
from typing import Final, NamedTuple

MAX_MARGIN: Final = 20.0
"""The largest margin reported, in log probability; the beam hardly contains alternatives beyond it."""


class Arc(NamedTuple):
    """A label of a fragment: the states before and after it, and the log probability that it adds."""

    before: int
    after: int
    label: Hashable
    gain: float


def label_margins(
    steps: Sequence[Sequence[Arc]], labels: Sequence[Hashable], ends: Mapping[int, float]
) -> list[float]:
    """Return for each label the best score minus the best score with another label for the fragment.

    Parameters
    ----------
    steps
        For each fragment, all arcs between states that were kept.
    labels
        Labels of the best reading, one per step.
    ends
        Log probability added by ending in each state after the last step.

    Returns
    -------
    list of float
        Log probabilities from 0 (another label is as good) to :data:`MAX_MARGIN`.
    """
    ahead = [dict(ends)]
    for step in reversed(steps):
        best: dict[int, float] = {}
        for arc in step:
            # A state with no continuation kept is part of no complete reading.
            if arc.after in ahead[-1]:
                gain = arc.gain + ahead[-1][arc.after]
                best[arc.before] = max(best.get(arc.before, gain), gain)
        ahead.append(best)
    ahead.reverse()
    behind = dict.fromkeys(ahead[0], 0.0)
    margins = []
    for step, label, rest in zip(steps, labels, ahead[1:], strict=True):
        mine = rival = float("-inf")
        reached: dict[int, float] = {}
        for arc in step:
            if arc.before not in behind or arc.after not in rest:
                continue
            score = behind[arc.before] + arc.gain
            reached[arc.after] = max(reached.get(arc.after, score), score)
            if arc.label == label:
                mine = max(mine, score + rest[arc.after])
            else:
                rival = max(rival, score + rest[arc.after])
        margins.append(max(0.0, min(MAX_MARGIN, mine - rival)))
        behind = reached
    return margins
