"""Changes from one year to the next as tidy frames: cells, regions, totals, measures and targets."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any, Final, NamedTuple

import pandas as pd

from pages.charts.parts import label_columns
from pages.ui import data, filters
from pages.ui.codes import CODE_NAMES, DEPTHS, name_of
from pages.ui.evidence.evidence import records
from pages.ui.html import answer_html
from pages.ui.names import metric_names
from pages.ui.page_columns import labels
from pages.ui.target_values import value_text
from pages.ui.text import add_brackets, capitalize, fill_text, join_first, join_words, localized, t
from pipeline.schema.model import COVERED_DEPTHS, MEASURE_CHANGES, TARGET_CHANGES, Edition

CHANGES: Final = CODE_NAMES["change"]
"""Names of the changes of cells, targets, measures, deadlines and bodies."""

DEPTH_CHANGES: Final = ("gained", "deepened", "thinned", "lost")
"""Changes of a cell that exists in both years."""
EXCLUSIONS: Final = ("no_plan_before", "unread_before", "no_plan", "unread")
"""Why a region is not compared: the earlier or the later year has no plan, or none that could be read."""
TEMPLATE_CHANGES: Final = ("new_task", "dropped_task")
CRITICAL_Z: Final = 1.96
"""Two-sided critical value at the 5 % level."""
MAX_TERMS: Final = 30
MAX_NAMES: Final = 6
"""Names listed in a sentence before the rest is counted."""


class Pair(NamedTuple):
    """The two editions compared."""

    earlier: Edition
    later: Edition

    @property
    def before(self) -> int:
        """The earlier year."""
        return self.earlier.year

    @property
    def year(self) -> int:
        """The later year."""
        return self.later.year

    @property
    def years(self) -> dict[str, int]:
        """Both years, as values of texts."""
        return {"before": self.before, "year": self.year}

    def name_change(self, change: str) -> str:
        """Return the name of a change of a cell; a reason for exclusion states the year concerned."""
        year = self.before if change.endswith("_before") else self.year
        return name_of(CHANGES, change).replace("{year}", str(year))

    def year_labels(self, column: str) -> dict[str, str]:
        """Return the years as headings of ``<column>_before`` and ``column``."""
        return {f"{column}_before": str(self.before), column: str(self.year)}


def find_cells(pair: Pair, chosen: filters.Filters) -> pd.DataFrame:
    """Return `task_changes` of the chosen regions and key areas, in the order of regions and the template.

    Adds, all str: column, the task code, ending in the year if the task was dropped; task, number and short
    name; region; code, which opens the cell.
    """
    found = _select_regions(pair, "task_changes", chosen)
    if chosen.area:
        found = found[found["area_id"].isin(chosen.area)]
    dropped = found["task_id"] == ""
    task_id = found["task_id"].where(~dropped, found["task_id_before"])
    now, before = (
        task_id.map(tasks.set_index("task_id")[localized("short")])
        for tasks in (data.tasks(), data.query_edition(pair.earlier, "table", name="tasks"))
    )
    codes = task_id.where(~dropped, task_id + f"@{pair.before}")
    found = found.assign(
        column=codes,
        task=(task_id + " " + now.where(~dropped, before).fillna("")).str.strip().astype("str"),
        region=found.pop("region"),
        code=found["region_id"] + ":" + codes,
    )
    order = found.assign(
        region=found.groupby("region_id", sort=False).ngroup(),
        area=pd.Categorical(found["area_id"], data.areas()["area_id"]),
        dropped=dropped,
    ).sort_values(["region", "area", "dropped"], kind="stable")
    return found.loc[order.index].reset_index(drop=True)


def cell_table(pair: Pair, cells: pd.DataFrame) -> pd.DataFrame:
    """Return the table of cells: region, task, depth in both years, change."""
    columns = labels("region", "task", "depth_before", depth="depth_after", change="change")
    depths = {name: [name_of(DEPTHS, depth) for depth in cells[name]] for name in ("depth_before", "depth")}
    shown = cells.assign(**depths, change=[pair.name_change(change) for change in cells["change"]])
    return label_columns(shown, columns)


def find_covered_before(pair: Pair, cells: pd.DataFrame) -> pd.DataFrame:
    """Return the distinct covered cells of the earlier year behind ``cells``: region_id, task_id."""
    earlier = data.query_edition(pair.earlier, "coverage")
    covered = earlier.loc[earlier["depth"].isin(COVERED_DEPTHS), ["region_id", "task_id"]]
    earlier_cells = cells.assign(task_id=cells["task_id_before"].str.split(";")).explode("task_id")
    return earlier_cells[["region_id", "task_id"]].drop_duplicates().merge(covered)


def count_steps(cells: pd.DataFrame, before: int) -> dict[str, int]:
    """Count the covered cells gained or lost by kind of change; ``before`` is the total of the earlier year.

    ``judged`` is the same text classified at another depth, ``split`` a task of one template that corresponds
    to several of the other.
    """
    covered = cells["depth"].isin(COVERED_DEPTHS).astype("int64")
    steps = covered - cells["depth_before"].isin(COVERED_DEPTHS)
    found = steps.groupby(cells["change"].replace("same", "judged")).sum().to_dict()
    found["split"] = int(covered.sum()) - before - sum(found.values())
    return {str(kind): step for kind, step in found.items() if step}


def excluded_regions(cells: pd.DataFrame) -> dict[str, str]:
    """Map each region that is not compared to one of `EXCLUSIONS`."""
    absent = cells[cells["change"].isin(EXCLUSIONS)].drop_duplicates("region_id")
    return dict(zip(absent["region_id"], absent["change"], strict=True))


def count_by_region(cells: pd.DataFrame, before: pd.DataFrame) -> pd.DataFrame:
    """Count covered cells by region, largest gain first, regions that are not compared last.

    ``before`` is the result of `find_covered_before`. Columns: region_id, region (str); gained, deepened,
    thinned, lost (int64); excluded (str, one of `EXCLUSIONS` or empty); covered_before, covered (float64,
    missing if the year has no readable plan), difference (float64).
    """
    found = count_kinds(cells, DEPTH_CHANGES)
    reasons, after = excluded_regions(cells), cells[cells["depth"].isin(COVERED_DEPTHS)]
    found["excluded"] = pd.Series([reasons.get(code, "") for code in found["region_id"]], dtype="str")
    for name, cell, unknown in (
        ("covered_before", before, EXCLUSIONS[:2]),
        ("covered", after, EXCLUSIONS[2:]),
    ):
        counts = found["region_id"].map(cell["region_id"].value_counts()).fillna(0).astype("float64")
        found[name] = counts.where(~found["excluded"].isin(unknown))
    found["difference"] = found["covered"] - found["covered_before"]
    return found.sort_values("difference", ascending=False, kind="stable", ignore_index=True)


def find_measures(pair: Pair, chosen: filters.Filters) -> pd.DataFrame:
    """Return `store.measure_changes` of the chosen regions and key areas.

    Adds region and code (str), the id that opens a pair.
    """
    return _select_areas(pair, "measure_changes", chosen, "measures", "measure_id")


def count_kinds(frame: pd.DataFrame, kinds: Sequence[str]) -> pd.DataFrame:
    """Count the rows by region_id and region (str), with an int64 column for each of ``kinds``."""
    counts = frame.groupby(["region_id", "region"], sort=False)["change"].value_counts()
    return counts.unstack(fill_value=0).reindex(columns=list(kinds), fill_value=0).reset_index()


def find_targets(pair: Pair, chosen: filters.Filters) -> pd.DataFrame:
    """Return `store.target_changes` of the chosen regions and key areas, with the text of both targets.

    Adds, all str: region; code, which opens a pair; for each year (the earlier one suffixed ``_before``)
    label (the formatted value), sentence, unit and metric, empty if the year has no target; counted, the
    display name of the metric, of the later target if there is one.
    """
    found = _select_areas(pair, "target_changes", chosen, "targets", "target_id")
    found = found.drop(columns=["unit_before", "unit", "metric"])
    for suffix, edition in (("_before", pair.earlier), ("", pair.later)):
        sides = _describe_targets(edition).add_suffix(suffix)
        found = found.merge(sides, "left", f"target_id{suffix}").fillna(dict.fromkeys(sides, ""))
    counted = found["metric"].where(found["metric"] != "", found["metric_before"])
    names = metric_names()
    return found.assign(counted=[names.get(metric, metric) for metric in counted])


def count_uncounted(pair: Pair, targets: pd.DataFrame) -> int:
    """Count the figures in pairs that are targets of the other year only: facts, and repeated targets."""
    found = 0
    for column, edition in (("target_id_before", pair.earlier), ("target_id", pair.later)):
        figures = data.query_edition(edition, "targets")
        counted = (figures["kind"] == "target") & (figures["repeat_of"] == "")
        found += int(targets[column].isin(figures.loc[~counted, "target_id"]).sum())
    return found


def group_by_indicator(targets: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Group pairs with values in the same unit in both years by indicator, most changes first."""
    both = targets.dropna(subset=["value", "value_before"])
    both = both[(both["indicator_id"] != "") & (both["unit"] == both["unit_before"])]
    groups = {str(code): own.reset_index(drop=True) for code, own in both.groupby("indicator_id")}
    return dict(
        sorted(groups.items(), key=lambda group: -(group[1]["value"] != group[1]["value_before"]).sum())
    )


def earlier_values(pair: Pair, targets: pd.DataFrame) -> dict[int, pd.Series]:
    """Return the values (float64) of pairs of targets by year, for all years before the pair.

    A value is missing if no target of that year is matched, or one with another unit.
    """
    found: dict[int, pd.Series] = {}
    edition, ids = pair.earlier, targets["target_id_before"]
    while before := data.previous_edition(edition):
        changes = data.query_build("target_changes", **edition._asdict())
        changes = changes[changes["target_id"] != ""].set_index("target_id")
        values, units = ids.map(changes["value_before"]), ids.map(changes["unit_before"])
        found[before.year] = values.where(units == targets["unit"])
        edition, ids = before, ids.map(changes["target_id_before"])
    return {year: found[year] for year in sorted(found) if found[year].notna().any()}


def is_unchanged(cells: pd.DataFrame, measures: pd.DataFrame, targets: pd.DataFrame) -> bool:
    """Whether no cell, measure, deadline or target changed."""
    kinds = ((cells, "same"), (measures, "unchanged"), (targets, "kept"))
    same_deadlines = measures["deadline_change"].isin(["", "kept"]).all()
    return bool(same_deadlines) and all((frame["change"] == kind).all() for frame, kind in kinds)


def find_names(pair: Pair, chosen: filters.Filters) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return `store.department_changes`, largest first, and the significant of `store.keyword_changes`.

    Keywords are sorted from the largest increase to the largest decrease.
    """
    after, arguments = data.built_folder(pair.later), chosen.arguments()
    bodies, terms = (
        data.query_edition(pair.earlier, f"{name}_changes", after=after, **arguments)
        for name in ("department", "keyword")
    )
    change = (bodies["measures"] - bodies["measures_before"]).abs()
    bodies = bodies.loc[change.sort_values(ascending=False, kind="stable").index].reset_index(drop=True)
    terms = terms[terms["z"].abs() >= CRITICAL_Z].head(MAX_TERMS)
    return bodies, terms.sort_values("z", ascending=False, kind="stable", ignore_index=True)


def _describe_targets(edition: Edition) -> pd.DataFrame:
    """Return target_id, label, sentence, unit and metric of the targets of an edition."""
    found = data.query_edition(edition, "targets")
    units = data.query_edition(edition, "indicators").set_index("indicator_id")[localized("unit")].to_dict()
    labels = [value_text(row, str(units.get(row["indicator_id"], row["unit"]))) for row in records(found)]
    found["label"] = pd.Series(labels, found.index, dtype="str")
    return found[["target_id", "label", "sentence", "unit", "metric"]]


def _select_regions(pair: Pair, table: str, chosen: filters.Filters) -> pd.DataFrame:
    """Return the rows of a table of changes for the chosen regions, named, in official order."""
    found = data.query_build(table, **pair.later._asdict())
    names = filters.filter_regions(data.regions(), chosen).set_index("region_id")[localized("short")]
    found = found[found["region_id"].isin(names.index)]
    found = found.sort_values("region_id", key=names.index.get_indexer, kind="stable")
    return found.assign(region=found["region_id"].map(names)).reset_index(drop=True)


def _select_areas(pair: Pair, table: str, chosen: filters.Filters, facts: str, key: str) -> pd.DataFrame:
    """Return the rows of a table of changes for the chosen regions and key areas, with ``code``.

    The key area is looked up in the table ``facts`` by ``key``; in the earlier year for dropped rows.
    """
    found = _select_regions(pair, table, chosen)
    found["code"] = found[key].where(found[key] != "", found[f"{key}_before"])
    if chosen.area:
        sides = pd.concat([data.query_edition(pair.earlier, facts), data.query(facts)])
        found = found[found["code"].isin(sides.loc[sides["area_id"].isin(chosen.area), key])]
    return found.reset_index(drop=True)


def coverage_answer(
    pair: Pair, cells: pd.DataFrame, before: int, steps: Mapping[str, int], others: Sequence[pd.DataFrame]
) -> str:
    """Answer how coverage changed, with the sum of steps; see `count_steps`.

    ``others`` are the pairs of measures and of targets, whose changes coverage does not show.
    """
    kinds, now = join_counts(DEPTH_CHANGES, cells["change"].value_counts()), before + sum(steps.values())
    sentence = fill_text("change", "coverage", **pair.years, was=before, now=now, kinds=kinds)
    kinds_of_others = zip((MEASURE_CHANGES, TARGET_CHANGES), others, strict=True)
    texts, figures = (join_counts(kinds, other["change"].value_counts()) for kinds, other in kinds_of_others)
    lines = [sum_line(pair, before, steps), fill_text("change", "others", texts=texts, figures=figures)]
    return answer_html(sentence, *map(escape, [*lines, *reason_lines(pair, cells)]))


def sum_line(pair: Pair, before: int, steps: Mapping[str, int]) -> str:
    """Write the steps between the totals as a sum; empty without steps."""
    terms = "".join(
        add_brackets(f" {'+' if steps[kind] > 0 else '−'} {abs(steps[kind]):,}", pair.name_change(kind))
        for kind in ("gained", "lost", *TEMPLATE_CHANGES, *EXCLUSIONS, "judged", "split")
        if kind in steps
    )
    now = before + sum(steps.values())
    return fill_text("change", "sum", was=before, steps=terms, now=now) if terms else ""


def reason_lines(pair: Pair, cells: pd.DataFrame) -> list[str]:
    """List the regions and tasks that are not compared, one line for each reason."""
    lines = []
    for kind in (*EXCLUSIONS, *TEMPLATE_CHANGES):
        shown = cells.loc[cells["change"] == kind, "region" if kind in EXCLUSIONS else "task"].unique()
        if len(shown):
            listed, reason = join_first(list(shown), MAX_NAMES), capitalize(pair.name_change(kind))
            lines.append(fill_text("change", "not_compared", reason=reason, listed=listed))
    return lines


def targets_answer(pair: Pair, counts: pd.Series, uncounted: int) -> str:
    before, after = (int(counts.drop(kind, errors="ignore").sum()) for kind in ("new", "dropped"))
    if counts.empty:
        return t("两年都没有量化目标。", "Neither year has targets.")
    if set(counts.index) == {"kept"}:
        return fill_text("change", "targets_kept", after=after)
    kinds = join_counts(TARGET_CHANGES, counts)
    values = {"was": before, "now": after, "kinds": kinds, "uncounted": uncounted}
    return fill_text("change", "targets_changed", **pair.years, **values)


def texts_answer(pair: Pair, measures: pd.DataFrame) -> str:
    counts = measures["change"].value_counts().reindex(list(MEASURE_CHANGES), fill_value=0)
    total = int(counts.drop("dropped").sum())
    if not total:
        return t("没有可比的举措。", "There are no measures to compare.")
    doubtful = (~measures["certain"] & measures["change"].isin(["reworded", "reversed"])).sum()
    values = {"total": total, "share": counts["unchanged"] / total, "doubtful": doubtful}
    return fill_text("change", "texts_answer", **pair.years, **counts, **values)


def join_counts(kinds: Sequence[str], counts: Any) -> str:
    """Join the kinds of change that occur with their counts, as plain text."""
    return join_words(
        t(f"{name_of(CHANGES, kind)} {counts[kind]:,}", f"{counts[kind]:,} {name_of(CHANGES, kind)}")
        for kind in kinds
        if counts.get(kind)
    )
