"""Charts of the gaps page: bars of gaps, tile maps, and how others answer the gaps of a region."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final

import pandas as pd

from pages.charts import depths as depth_charts
from pages.charts.depths import DEEP_FIRST, depth_legend, depth_parts, mark_and_count
from pages.charts.parts import (
    Heading,
    fill_heading,
    fill_hints,
    make_chart,
    region_tiles,
    stacked_bars,
    status_legend,
)
from pages.gaps.data import FILE, extremes, names_of
from pages.ui import data
from pages.ui.cards.cards import Answer, Gap
from pages.ui.codes import DEPTHS, name_of
from pages.ui.evidence.evidence import records
from pages.ui.names import task_names
from pages.ui.page_columns import labels
from pages.ui.text import capitalize, join_words, localized, t
from pages.ui.theme import LIGHT
from pipeline.schema.chart import Chart, Entry
from pipeline.schema.model import DEPTHS as DEPTH_ORDER
from pipeline.schema.model import GAP_DEPTHS

MAX_TASKS: Final = 20
"""Tasks in the chart of tasks; its data has all."""

_COVERED: Final = [depth for depth in DEPTH_ORDER if depth not in GAP_DEPTHS]


def counts_chart(kind: str, counts: pd.DataFrame, size: Mapping[str, int]) -> Chart:
    """Draw the gaps of each region, or of the most lacking tasks, by depth; a bar opens its row.

    The parameters are those of `pages.gaps.data.counts_answer`.
    """
    ids, of_tasks = counts[f"{kind}_id"], kind == "task"
    names = names_of(kind)
    rows = counts.assign(key=ids, name=ids.map(task_names(numbered=False) if of_tasks else names))
    shown = rows.head(MAX_TASKS if of_tasks else len(rows)).drop(columns=_COVERED)
    kinds = [
        join_words(f"{name_of(DEPTHS, depth)} {row[depth]}" for depth in GAP_DEPTHS if row[depth])
        for row in records(shown)
    ]
    shown = shown.assign(category=shown["key"].map(names), note=shown["gaps"].astype("str"), parts=kinds)
    shown["row_hint"] = fill_hints("gaps", "gaps_hint", shown)
    most = {"most": names[ids.iloc[0]], "lacks": counts["gaps"].iloc[0], "few": len(shown)}
    heading = fill_heading("gaps", f"by_{kind}", extremes=extremes(counts, kind), **most, **size)
    # The most lacking depth is next to the labels, where lengths can be compared.
    parts = dict(reversed(depth_parts(shown).items()))
    return make_chart(
        heading,
        stacked_bars(shown, parts, mark_and_count, number_format="0"),
        rows,
        labels(key="task_no", name="standard_task" if of_tasks else "region") | labels("gaps", *DEPTHS),
        file_name=f"{FILE}-{kind}s-picture",
        legend=parts.values(),
    )


def task_map(task_id: str, found: Sequence[Answer]) -> Chart:
    """Draw the depth of a task by region as a tile map; a tile opens the cell.

    ``found`` are the answers of the chosen regions with a plan.
    """
    lacks = sum(answer.depth in GAP_DEPTHS for answer in found)
    heading = fill_heading("gaps", "map", task=task_names()[task_id], lacks=lacks)
    values = (f"{name_of(DEPTHS, depth)} {sum(one.depth == depth for one in found)}" for depth in DEEP_FIRST)
    depths = {answer.region_id: answer.depth for answer in found}
    keys = {answer.region_id: answer.cell for answer in found}
    return _map_chart(f"{task_id}-map", heading, depths, depth_legend(), keys=keys, values=values)


def query_map(conditions: str, found: Collection[str], planned: Collection[str]) -> Chart:
    """Draw which of the regions ``planned`` meet all conditions as a tile map.

    ``conditions`` is their description for several regions, ``found`` are the regions that meet them.
    """
    heading = fill_heading("gaps", "query_map", count=len(found), conditions=conditions)
    kinds = {"yes": Entry(t("符合", "meets them"), LIGHT.accent, "✓")}
    kinds |= {"no": Entry(t("不符合", "does not"), LIGHT.paper, "×")}
    kind_of = {code: "yes" if code in found else "no" for code in planned}
    return _map_chart("query-map", heading, kind_of, kinds)


def elsewhere_chart(region: str, gaps: Sequence[Gap], peers: str, file_name: str) -> Chart:
    """Draw how the regions compared, named ``peers``, answer the gaps of a region; a bar opens its task."""
    counts = ({depth: len(found) for depth, found in gap.elsewhere} for gap in gaps)
    tasks = pd.DataFrame(counts).assign(
        **{"task_id": [gap.own.task_id for gap in gaps], localized("name"): [gap.name for gap in gaps]},
        cells=[gap.others for gap in gaps],
        # The number beside a bar is that of the list.
        covered=[gap.specific for gap in gaps],
    )
    heading = fill_heading("gaps", "elsewhere", region=region, count=len(gaps), peers=capitalize(peers))
    return depth_charts.tasks_chart(
        tasks,
        {(gap.own.task_id, depth): found for gap in gaps for depth, found in gap.elsewhere},
        heading,
        file_name=file_name,
        counted=t("具体及以上", "Specific or deeper"),
    )


def _map_chart(
    name: str,
    heading: Heading,
    kind_of: Mapping[str, str],
    kinds: Mapping[str, Entry],
    *,
    keys: Mapping[str, str] | None = None,
    values: Iterable[str] | None = None,
) -> Chart:
    """Draw a tile map of the regions.

    ``kind_of`` maps the regions that are chosen and have a plan to a key of ``kinds``, the legend, from which
    unused kinds are left out; ``keys`` are what the tiles open.
    """
    kinds = {**kinds, **status_legend(t("未选入", "not chosen"))}
    regions = data.regions()
    kind = regions["region_id"].map(kind_of).fillna(regions["status"])
    entries = [kinds[code] for code in kind]
    rows = regions.assign(name=regions[localized("name")], state=[entry.name for entry in entries])
    rows["hint"] = rows["name"] + "\n" + rows["state"]
    rows["key"] = [(keys or {}).get(code, "") for code in rows["region_id"]]
    return make_chart(
        heading,
        region_tiles(rows, entries, kind.isin(kind_of.values())),
        rows,
        labels(name="region", state="state"),
        values=values,
        file_name=f"{FILE}-{name}",
        legend=[entry for code, entry in kinds.items() if (kind == code).any()],
    )
