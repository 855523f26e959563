"""What profiles and reports are written with: tables, names with their links, depths with their colours.

Nothing here asks for the language or for anything else of the session: a report is made after it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, Final

import pandas as pd

from pages.ui.evidence.evidence import records
from pages.ui.page_columns import NUMERIC, heading_of
from pages.ui.profile_links import view_address
from pages.ui.text import DEPTHS, Language, join_words, localized, name_of, plural, source_lines
from pages.ui.theme import LIGHT, MARKS
from pipeline.export.citations import cite_tables
from pipeline.export.reports import document as doc
from pipeline.schema.model import DEPTHS as DEPTH_ORDER
from pipeline.store import store

SHOWN: Final = 10
"""Rows of a long table that a page shows before it folds the others away."""


@dataclass(frozen=True)
class Report:
    """The built tables that a report is made from, and its language."""

    built: Path
    language: Language

    @cached_property
    def regions(self) -> pd.DataFrame:
        """All regions by id, in official order."""
        return store.regions(self.built).sort_values("official_order").set_index("region_id", drop=False)

    @cached_property
    def tasks(self) -> pd.DataFrame:
        """The standard tasks by id, in the order of the template."""
        return store.tasks(self.built).sort_values("official_order").set_index("task_id", drop=False)

    @cached_property
    def areas(self) -> pd.DataFrame:
        """The key areas by id."""
        return store.areas(self.built).set_index("area_id", drop=False)

    @cached_property
    def coverage(self) -> pd.DataFrame:
        """The coverage cells."""
        return store.coverage(self.built)

    @cached_property
    def bodies(self) -> pd.DataFrame:
        """The bodies that plans charge, by id."""
        return store.bodies(self.built).set_index("department_id", drop=False)

    @cached_property
    def indicators(self) -> dict[str, dict[str, Any]]:
        """The indicators by id."""
        return {str(row["indicator_id"]): row for row in records(store.indicators(self.built))}

    @cached_property
    def metric_names(self) -> dict[str, str]:
        """The names of what targets count in this language, by the words of the plans, where these differ."""
        return store.metric_names(self.built) if self.language == "en" else {}

    @cached_property
    def mention_counts(self) -> dict[str, pd.Series]:
        """How many regions name each campaign, and how many cite each document."""
        return {
            "campaigns": store.mentions(self.built, "campaigns").groupby("name")["region_id"].nunique(),
            "citations": store.mentions(self.built, "citations").groupby("name")["region_id"].nunique(),
        }

    def query(self, query: str, **arguments: Any) -> Any:
        """The answer of a function of the store, by its name."""
        return getattr(store, query)(self.built, **arguments)

    def t(self, zh: str, en: str) -> str:
        """``zh`` or ``en``."""
        return zh if self.language == "zh" else en

    def name(self, row: Any, stem: str = "short") -> str:
        """What a row is called: its ``short`` name, its whole ``name``, its ``macro``-region."""
        return str(row[localized(stem, self.language)])

    def join(self, parts: Iterable[doc.Run]) -> tuple[doc.Run, ...]:
        """Runs as a list of the language: ``、`` or a comma between them."""
        return doc.joined_runs(list(parts), self.t("、", ", "))

    def link(self, page: str, **named_codes: str) -> str:
        """The way to a view of a page, in this language."""
        return view_address(page, self.language, store.build_info(self.built).edition, **named_codes)

    def region_link(self, region_id: str) -> doc.Run:
        """A region's short name, leading to its profile."""
        return doc.Run(self.name(self.regions.loc[region_id]), self.link("region", region=region_id))

    def region_links(self, region_ids: Iterable[str]) -> tuple[doc.Run, ...]:
        """Regions in a row, each leading to its profile."""
        return self.join(map(self.region_link, region_ids))

    def cell_links(self, region_ids: Iterable[str], task_id: str) -> tuple[doc.Run, ...]:
        """Regions in a row, each leading to what it has at a task."""
        return self.join(
            doc.Run(self.region_link(code).text, self.link("coverage", open=f"{code}:{task_id}"))
            for code in region_ids
        )

    def task_name(self, task_id: str) -> str:
        """Number and short name of a task."""
        return f"{task_id} {self.name(self.tasks.loc[task_id])}"

    def task_link(self, task_id: str) -> doc.Run:
        """A task's number and short name, leading to its profile."""
        return doc.Run(self.task_name(task_id), self.link("task", task=task_id))

    def task_links(self, task_ids: str, task_text: str) -> tuple[doc.Run, ...]:
        """The tasks of a measure, or the words in which a local task is named."""
        if task_ids:
            return self.join(self.task_link(code) for code in task_ids.split(";"))
        return doc.Run(self.t("自设：", "local: "), quiet=True), doc.Run(task_text, quoted=True)

    def area_name(self, area_id: str) -> str:
        """Number and short name of a key area."""
        return f"{area_id} {self.name(self.areas.loc[area_id])}"

    def depth_name(self, code: str) -> str:
        """The name of a depth, led by its mark."""
        return f"{MARKS[code]} {name_of(DEPTHS, code, self.language)}"

    def depth_cell(self, code: str, link: str = "") -> doc.TableCell:
        """A depth with its mark and its colours."""
        words = doc.Run(self.depth_name(code), link)
        return doc.TableCell((words,), code, LIGHT.depth_fills[code], LIGHT.depth_inks[code])

    def depth_counts(self, depths: pd.Series) -> str:
        """How often each depth occurs, the deepest first: ``◆ quantified 3, ● specific 40``."""
        counts = depths.value_counts()
        deepest_first = [code for code in reversed(DEPTH_ORDER) if code in counts]
        return join_words(
            (f"{self.depth_name(code)} {counts[code]}" for code in deepest_first), self.language
        )

    def lines_link(self, row: Any) -> doc.Run:
        """Source lines, leading to them in the source text."""
        first, last = int(row["first_line"]), int(row["last_line"])
        place = f"{first}" if first == last else f"{first}-{last}"
        way = self.link("methods", plan=plan_of(row), line=place, section="source")
        return doc.Run(source_lines(first, last, self.language), way, quiet=True)

    def source_note(self) -> str:
        """Where everything comes from."""
        info = store.build_info(self.built)
        titles = join_words(
            (source.title_zh if self.language == "zh" else source.title for source in info.sources),
            self.language,
        )
        return self.t(
            f"来源：{titles}；Plan Atlas {info.version}，{info.built_at:%Y-%m-%d} 构建。",
            f"Source: {titles}; Plan Atlas {info.version}, built {info.built_at:%Y-%m-%d}.",
        )

    def citation(self) -> str:
        """How to cite the tables that everything is taken from."""
        cited = cite_tables(store.build_info(self.built), date.today())
        return self.t(f"引用：{cited.gb7714}", f"Cite as: {cited.apa}")

    def document(
        self,
        title: str,
        answer: tuple[doc.Run, ...],
        sections: Iterable[doc.Section | None],
        file_name: str,
        aside: tuple[doc.Run, ...] = (),
    ) -> doc.Document:
        """A document of the sections that there are, with the origin of all that it says."""
        kept = tuple(section for section in sections if section)
        return doc.Document(
            title, answer, kept, self.source_note(), self.citation(), file_name, self.language, aside
        )

    def columns(self, **widths: float) -> tuple[doc.TableColumn, ...]:
        """Columns by the names of their headings in `headings.csv`, with their shares of the width."""
        return tuple(
            doc.TableColumn(heading_of(name, self.language), width, numeric=name in NUMERIC)
            for name, width in widths.items()
        )

    def table_section(
        self,
        key: str,
        title: str,
        columns: Sequence[doc.TableColumn],
        rows: Sequence[Sequence[doc.TableCell]],
        *,
        link: str = "",
        wide: bool = False,
        shown: int | None = SHOWN,
        note: str = "",
        empty: str = "",
    ) -> doc.Section:
        """A section of one table.

        Parameters
        ----------
        shown
            How many rows a page shows before it folds the others away; None for all.
        note
            What stands below the table in small letters.
        empty
            The sentence instead of a table without rows.
        """
        if not rows:
            return doc.Section(key, title, (doc.Paragraph(doc.runs(empty)),), link)
        left = len(rows) - (shown or len(rows))
        more = self.t(f"其余 {left} 行", plural(left, "further row")) if left > 0 else ""
        table = doc.Table(tuple(columns), tuple(map(tuple, rows)), shown, more)
        return doc.Section(key, title, (table, *([quiet(note)] if note else [])), link, wide)


def quiet(text: str) -> doc.Paragraph:
    """A paragraph in small letters."""
    return doc.Paragraph(doc.runs(text), "quiet")


def load_report(built: Path, language: Language) -> Report:
    """The tables as they are now; what one profile has read of them, the next one need not read again."""
    return _cached_report(store.built_key(built), built, language)


@lru_cache(maxsize=4)
def _cached_report(key: tuple[str, int, int], built: Path, language: Language) -> Report:
    return Report(built, language)


def plan_of(row: Any) -> str:
    """The plan of a row; its measure's number without the running number where it has no column for it."""
    return str(row["plan_id"]) if "plan_id" in row else str(row["measure_id"]).rpartition("-")[0]
