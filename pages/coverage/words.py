"""Texts of the coverage page: answer, heading and alternative text of the matrix."""

from functools import partial
from typing import Final

from pages.charts.parts import Heading
from pages.ui import data, filters
from pages.ui.arrange import Matrix
from pages.ui.names import area_names, region_names
from pages.ui.text import DEPTHS, escape_markdown, join_words, localized, name_of, number, percent, plural, t
from pipeline.schema.model import COVERED_DEPTHS, GAP_DEPTHS

MAX_NAMES: Final = 3
"""Regions named in a sentence before they are counted."""


def answer(matrix: Matrix) -> str:
    """Return the answer of the page as Markdown."""
    cells = matrix.depths.size
    if not cells:
        return t("所选地区都没有可读的工作要点。", "No chosen region has a plan to read.")
    covered, gaps = matrix.count(COVERED_DEPTHS), matrix.count(GAP_DEPTHS)
    both, (regions, tasks) = matrix.count(set(COVERED_DEPTHS) & set(GAP_DEPTHS)), matrix.depths.shape
    generic = plural(both, "generic answer", "generic answers")
    sentence = t(
        f"{regions} 个地区 × {tasks} 项任务共 {number(cells)} 格：**覆盖 {number(covered)} 格"
        f"（{percent(covered / cells)}）**，缺口 {number(gaps)} 格"
        + (f"（含原则性 {number(both)} 格，同时计入覆盖与缺口）。" if both else "。"),
        f"{plural(regions, 'region', 'regions')} × {plural(tasks, 'task', 'tasks')} make "
        f"{plural(cells, 'cell', 'cells')}: **{number(covered)} are covered ({percent(covered / cells)})**, "
        f"{number(gaps)} are gaps"
        + (f" (including {generic}, which also count as covered)." if both else "."),
    )
    if matrix.shown != frozenset(DEPTHS):
        shown = matrix.count(matrix.shown)
        sentence += t(
            f"所选深度有 {number(shown)} 格。",
            f" {plural(shown, 'cell has', 'cells have')} the chosen depth.",
        )
    return sentence + extremes(matrix)


def extremes(matrix: Matrix) -> str:
    """Name the regions with the highest and the lowest count."""
    counts = matrix.regions["counted"].dropna()
    if counts.nunique() < 2:
        return ""
    top, bottom = int(counts.max()), int(counts.min())
    most, least = name_regions(matrix, top), name_regions(matrix, bottom)
    return t(
        f"最多的是{most}（{top} 项），最少的是{least}（{bottom} 项）。",
        f" Most: {most} ({top}); fewest: {least} ({bottom}).",
    )


def name_regions(matrix: Matrix, count: int) -> str:
    """Name the regions with a count, as Markdown."""
    regions = matrix.regions
    names = regions.loc[regions["counted"] == count, localized("short")].tolist()
    first, rest = escape_markdown(join_words(names[:MAX_NAMES])), len(names) - MAX_NAMES
    return first + (t(f"等 {len(names)} 个地区", f" and {rest} more") if rest > 0 else "")


def heading(matrix: Matrix, chosen: filters.Filters) -> Heading:
    """Return the heading of the matrix."""
    counted = join_words(
        name_of(DEPTHS, depth) for depth in DEPTHS if depth in matrix.counting and matrix.count((depth,))
    )
    cells = t("每格是一个地区对一项任务的回答深度", "A cell is the depth of a region's answer to a task")
    totals = t(f"；边上的数字计入：{counted}", f"; the totals count: {counted}") if counted else ""
    return Heading(title(matrix), scope(chosen) + cells + totals)


def title(matrix: Matrix) -> str:
    """Return the title of the matrix."""
    regions, tasks = matrix.depths.shape
    who = plural(regions, "region addresses", "regions address")
    what = plural(tasks, "standard task", "standard tasks")
    return t(f"{regions} 个地区如何落实 {tasks} 项标准任务", f"How {who} {what}")


def scope(chosen: filters.Filters) -> str:
    """Name the chosen parts of the corpus, unless there are too many."""
    few = chosen.region if len(chosen.region) <= MAX_NAMES else ()
    groups = (
        (_macro_names, chosen.macro),
        (filters.group_names, chosen.group),
        (region_names, few),
        (partial(area_names, numbered=False), chosen.area),
    )
    parts = [join_words(map(names().__getitem__, codes)) for names, codes in groups if codes]
    return t("；", "; ").join([*parts, ""]) if parts else ""


def _macro_names() -> dict[str, str]:
    regions = data.regions()
    return dict(zip(regions["macro_id"], regions[localized("macro")], strict=True))


def alt_text(matrix: Matrix) -> str:
    """Return the alternative text of the matrix."""
    counts = [(name_of(DEPTHS, depth), matrix.count((depth,))) for depth in reversed(DEPTHS)]
    found = join_words(f"{name} {number(count)}" for name, count in counts if count)
    return t(f"{title(matrix)}。{found}。", f"{title(matrix)}. {found}.")
