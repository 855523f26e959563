"""The ledger as charts: what the characters of each plan became."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import pandas as pd

from pages.charts.parts import Heading, make_chart
from pages.ui.text import FATES, named, percent, t
from pages.ui.theme import LIGHT
from pipeline.schema.chart import Bars, Chart, Series
from pipeline.schema.model import CELL_CLASSES, LAYOUT_CLASSES

FURNITURE: Final = "furniture"
"""All layout text in one, beside the cells."""

_NARROWEST_LABEL: Final = 0.08
_PATTERNS: Final = {
    "title": "x",
    "serial": "|",
    "area": "\\",
    "page_number": "-",
    "overprint": "+",
    "preface": ".",
    "delimiter": ".",
    "other_column": "/",
    "running_head": "-",
    "comment": "+",
    "footnote": "|",
    "hidden": "\\",
    "deleted": "/",
    "invisible": ".",
    "unread": "x",
}


@dataclass(frozen=True)
class PlanAccount:
    """One plan's account: its label, its characters, and the share of each class of characters."""

    plan_id: str
    label: str
    characters: int
    shares: Mapping[str, float]

    @property
    def furniture(self) -> float:
        return sum(self.shares.get(fate, 0.0) for fate in LAYOUT_CLASSES)

    def share(self, code: str) -> float:
        return self.furniture if code == FURNITURE else self.shares.get(code, 0.0)


def cells_chart(accounts: Sequence[PlanAccount], heading: Heading, *, file_name: str) -> Chart:
    """All characters of each plan: those of its cells, and its layout text in one."""
    codes = (*CELL_CLASSES, FURNITURE)
    return _stacked(accounts, codes, heading, file_name, [f"{account.characters:,}" for account in accounts])


def furniture_chart(accounts: Sequence[PlanAccount], heading: Heading, *, file_name: str) -> Chart:
    """The layout text of each plan by its kinds, the largest first, on a scale of its own."""
    notes = [percent(account.furniture, 1) for account in accounts]
    return _stacked(accounts, _kinds_by_size(accounts), heading, file_name, notes=notes)


def class_name(code: str) -> str:
    """The name of a class of characters."""
    return t("版面文字", "layout text") if code == FURNITURE else named(FATES, code)


def _stacked(
    accounts: Sequence[PlanAccount],
    codes: Sequence[str],
    heading: Heading,
    file_name: str,
    details: Sequence[str] = (),
    notes: Sequence[str] = (),
) -> Chart:
    """A bar of shares for each plan."""
    most = max((sum(account.share(code) for code in codes) for account in accounts), default=0.0)
    series = tuple(_series(accounts, code, _NARROWEST_LABEL * most) for code in codes)
    labels = tuple(account.label for account in accounts)
    frame = pd.DataFrame(
        {
            t("工作要点", "Plan"): labels,
            t("非空白字符", "Characters"): [account.characters for account in accounts],
            **{
                class_name(code): [round(account.share(code) * account.characters) for account in accounts]
                for code in codes
            },
        }
    )
    body = Bars(labels, series, stacked=True, number_format="0%", details=tuple(details), notes=tuple(notes))
    return make_chart(heading, body, frame, alt=f"{heading.title}. {heading.subtitle}", file_name=file_name)


def _series(accounts: Sequence[PlanAccount], code: str, narrowest: float) -> Series:
    shares = [account.share(code) for account in accounts]
    return Series(
        class_name(code),
        tuple(shares),
        LIGHT.outside if code == FURNITURE else LIGHT.fates[code],
        texts=tuple(percent(share) if share >= narrowest else "" for share in shares),
        hints=tuple(
            f"{account.label}\n{class_name(code)} {percent(share, 2)} · {round(share * account.characters):,}"
            for account, share in zip(accounts, shares, strict=True)
        ),
        pattern=_PATTERNS.get(code, ""),
    )


def _kinds_by_size(accounts: Sequence[PlanAccount]) -> list[str]:
    """The kinds of layout text that are there, the largest first, so that the small ones stand together."""
    total = {
        code: sum(account.share(code) * account.characters for account in accounts) for code in LAYOUT_CLASSES
    }
    return sorted((code for code in LAYOUT_CLASSES if total[code]), key=lambda code: -total[code])
