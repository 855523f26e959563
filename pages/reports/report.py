"""The parts of profiles and reports: tables, names with links, depths with colours.

Nothing here reads the session: a report is made in a thread of its own.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, Final, Literal

import pandas as pd

from pages.ui.evidence.evidence import records
from pages.ui.page_columns import NUMERIC, heading_of
from pages.ui.profile_links import view_address
from pages.ui.text import (
    DEPTHS,
    Language,
    join_words,
    localized,
    name_of,
    plural,
    read_long_texts,
    source_lines,
)
from pages.ui.theme import LIGHT, MARKS
from pipeline.export.citations import cite_tables
from pipeline.export.reports import document as doc
from pipeline.store import store

SHOWN: Final = 10
"""The number of rows of a long table that a page shows unfolded."""


@dataclass(frozen=True)
class Report:
    """The tables that a report is made from, and its language."""

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
        """The names of metrics in this language, by the words of the plans, where they differ."""
        return store.metric_names(self.built) if self.language == "en" else {}

    @cached_property
    def mention_counts(self) -> dict[str, pd.Series]:
        """The number of regions that name each campaign, and that cite each document."""
        kinds: tuple[Literal["campaigns", "citations"], ...] = ("campaigns", "citations")
        mentions = {kind: store.mentions(self.built, kind) for kind in kinds}
        return {kind: found.groupby("name")["region_id"].nunique() for kind, found in mentions.items()}

    def query(self, name: str, **arguments: Any) -> Any:
        """The result of a function of the store, by its name."""
        return getattr(store, name)(self.built, **arguments)

    def t(self, zh: str, en: str) -> str:
        """``zh`` or ``en``."""
        return zh if self.language == "zh" else en

    def text(self, name: str, /, **values: object) -> str:
        """A section of ``reports_<language>.md``, with ``{name}`` placeholders replaced by ``values``."""
        texts = read_long_texts(Path(__file__).with_name(f"reports_{self.language}.md"))
        return texts[name].text.format(**values)

    def name(self, row: Any, stem: str = "short") -> str:
        """The name of a row: its ``short`` name, its full ``name``, its ``macro``-region."""
        return str(row[localized(stem, self.language)])

    def join(self, parts: Iterable[doc.Run]) -> tuple[doc.Run, ...]:
        """Join runs with the list separator of the language."""
        return doc.joined_runs(list(parts), self.t("、", ", "))

    def link(self, page: str, **named_codes: str) -> str:
        """The link to a view of a page, in this language."""
        return view_address(page, self.language, store.build_info(self.built).edition, **named_codes)

    def region_link(self, region_id: str) -> doc.Run:
        """The short name of a region, linked to its profile."""
        return doc.Run(self.region_name(region_id), self.link("region", region=region_id))

    def region_name(self, region_id: str) -> str:
        """The short name of a region."""
        return self.name(self.regions.loc[region_id])

    def cell_links(self, region_ids: Iterable[str], task_id: str) -> tuple[doc.Run, ...]:
        """A list of regions, each linked to its coverage cell of a task."""
        return self.join(
            doc.Run(self.region_name(code), self.link("coverage", open=f"{code}:{task_id}"))
            for code in region_ids
        )

    def task_name(self, task_id: str) -> str:
        """Number and short name of a task."""
        return f"{task_id} {self.name(self.tasks.loc[task_id])}"

    def task_link(self, task_id: str) -> doc.Run:
        """The number and short name of a task, linked to its profile."""
        return doc.Run(self.task_name(task_id), self.link("task", task=task_id))

    def task_links(self, task_ids: str, task_text: str) -> tuple[doc.Run, ...]:
        """The tasks of a measure, or the printed name of its local task."""
        if task_ids:
            return self.join(self.task_link(code) for code in task_ids.split(";"))
        return doc.Run(self.t("自设：", "local: "), quiet=True), doc.Run(task_text, quoted=True)

    def area_name(self, area_id: str) -> str:
        """Number and short name of a key area."""
        return f"{area_id} {self.name(self.areas.loc[area_id])}"

    def depth_name(self, code: str) -> str:
        """The name of a depth after its mark."""
        return f"{MARKS[code]} {name_of(DEPTHS, code, self.language)}"

    def depth_cell(self, code: str, link: str = "") -> doc.TableCell:
        """A cell with the mark, the name and the colours of a depth."""
        name = doc.Run(self.depth_name(code), link)
        return doc.TableCell((name,), code, LIGHT.depth_fills[code], LIGHT.depth_inks[code])

    def lines_link(self, row: Any) -> doc.Run:
        """The source lines of a row, linked to the source text; rows of measures may lack a plan_id."""
        first, last = int(row["first_line"]), int(row["last_line"])
        line = f"{first}" if first == last else f"{first}-{last}"
        plan_id = row["plan_id"] if "plan_id" in row else row["measure_id"].rpartition("-")[0]
        link = self.link("methods", plan=str(plan_id), line=line, section="source")
        return doc.Run(source_lines(first, last, self.language), link, quiet=True)

    def source_note(self) -> str:
        """The sources of the tables, and their version."""
        info = store.build_info(self.built)
        titles = join_words((self.t(item.title_zh, item.title) for item in info.sources), self.language)
        built = f"{info.built_at:%Y-%m-%d}"
        return self.text("source", titles=titles, version=info.version, built=built)

    def citation(self) -> str:
        """The citation of the tables."""
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
        """A document of the sections that are not None, with its source and citation."""
        kept, source = tuple(filter(None, sections)), self.source_note()
        return doc.Document(title, answer, kept, source, self.citation(), file_name, self.language, aside)

    def columns(self, **widths: float) -> tuple[doc.TableColumn, ...]:
        """Table columns by the names of their headings in `headings.csv`, with relative widths."""
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
        """A section of one table, with a ``note`` below; without rows, the sentence ``empty``.

        A page shows the first ``shown`` rows unfolded, all of them if it is None.
        """
        if not rows:
            return doc.Section(key, title, (doc.Paragraph(doc.runs(empty)),), link)
        left = len(rows) - (shown or len(rows))
        more = self.t(f"其余 {left} 行", plural(left, "further row")) if left > 0 else ""
        table = doc.Table(tuple(columns), tuple(map(tuple, rows)), shown, more)
        return doc.Section(key, title, (table, *([quiet(note)] if note else [])), link, wide)


def quiet(text: str) -> doc.Paragraph:
    """A paragraph in small print."""
    return doc.Paragraph(doc.runs(text), "quiet")


def load_report(built: Path, language: Language) -> Report:
    """The report context of the current build, cached so that reports share the tables that they read."""
    return _cached_report(store.built_key(built), built, language)


@lru_cache(maxsize=4)
def _cached_report(key: tuple[str, int, int], built: Path, language: Language) -> Report:
    return Report(built, language)
