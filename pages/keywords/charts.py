"""Charts of distinctive words, use of terms, similar plans and reused text."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import pandas as pd

from pages.charts.count_grids import colour_cells, share_fill, share_legend
from pages.charts.grid import NO_VALUES
from pages.charts.parts import Heading, fill_heading, label_columns, make_chart, marker_of
from pages.keywords.controls import FILE, count_shown
from pages.ui.evidence.evidence import records
from pages.ui.names import region_names
from pages.ui.page_columns import heading_of, labels
from pages.ui.text import STATUSES, add_brackets, fill_text, join_words, localized, name_of, number, plural, t
from pages.ui.theme import GROUP_COLOURS, LIGHT
from pipeline.schema.chart import Chart, Entry, Place, Plane, PlaneSeries, make_bars, make_dots
from pipeline.schema.grids import make_grid

WORD_COLUMNS: Final = (
    "term", "count", "per_1000", "regions", "share_of_regions", "keyness", "keyness_low", "keyness_high",
    "z", "distinctive", "tf_idf",
)  # fmt: skip
PLAN_COLUMNS: Final = ("region", "other_region", "cluster", "x", "y", "cosine")
"""The columns of the data beside a chart of words, and beside one of plans or pairs of plans."""

_COLOUR: Final = LIGHT.depth_fills["specific"]


def words_chart(name: str, words: pd.DataFrame, shown: int) -> Chart:
    """Plot the keyness of the first ``shown`` words with its interval; a click on a word opens its uses.

    ``name`` is the region, key area or task; ``words`` are its distinctive rows of the table ``keywords``.
    """
    counted = count_shown(min(shown, len(words)), len(words))
    words = words.head(shown)
    heading = fill_heading("keywords", "words_chart", name=name, counted=counted)
    rows = words.assign(
        low=words["keyness_low"],
        high=words["keyness_high"],
        middle=words["keyness"],
        note=[fill_text("keywords", "word_note", **row) for row in records(words)],
        key="word:" + words["scope"] + ":" + words["scope_id"] + ":" + words["term"],
        row_hint=[fill_text("keywords", "word_hint", **row) for row in records(words)],
    )
    keyness = heading_of("keyness")
    return make_chart(
        heading,
        make_dots(rows, {keyness: _COLOUR}, row="term", unit=keyness, number_format="0.00", reach=(0.0,)),
        label_columns(words, labels(*WORD_COLUMNS)),
        values=(f"{row['term']} {row['keyness']:.1f}" for row in records(words)),
        file_name=f"{FILE}-{words['scope'].iloc[0]}-words",
        keys=rows["key"],
    )


def term_chart(
    terms: Sequence[str], regions: pd.DataFrame, use: pd.DataFrame, count: str, scope: str
) -> Chart:
    """Plot how often each region uses the only one of ``terms``; a click on a region opens its sentences.

    ``regions`` (codebook) are in display order; one without rows in ``use``, which is the result of
    `pipeline.store.store.term_use`, has no number. ``count`` is ``letters`` or ``word``, the way uses are
    counted; ``scope`` names the part of the plans searched, empty for all of them.
    """
    [term], by_region = terms, {row["region_id"]: row for row in records(use)}

    def bar(region: Mapping[str, Any]) -> dict[str, Any]:
        name, row = region[localized("short")], by_region.get(region["region_id"])
        if row is None:
            reason = _missing_reason(region)
            return {
                "category": add_brackets(name, reason),
                "text": "",
                "key": "",
                "row_hint": f"{name}\n{reason}",
            }
        return {
            "category": name,
            "per_1000": row["per_1000"],
            "text": f"{row['per_1000']:.2f} ({number(row['count'])})" if row["count"] else "0",
            "key": _use_key(row, count),
            "row_hint": f"{name} · {term}\n{fill_text('keywords', 'use_hint', **row)}",
        }

    rows = pd.DataFrame(map(bar, records(regions)))
    return _bar_chart(
        fill_heading("keywords", "term_chart", term=term, scope=scope),
        rows,
        t("每千字次数", "Uses per 1,000 characters"),
        "per_1000",
        _use_frame(terms, regions, use),
        f"{FILE}-term-by-region",
        keys=rows["key"][rows["per_1000"].notna()],
    )


def terms_chart(
    terms: Sequence[str], regions: pd.DataFrame, use: pd.DataFrame, count: str, scope: str
) -> Chart:
    """Draw a grid of how often each region uses each term; a click on a number opens its sentences.

    The parameters are those of `term_chart`.
    """
    heading = fill_heading("keywords", "terms", count=len(terms), scope=scope)
    highest = use.groupby("term")["per_1000"].max()
    cells = pd.DataFrame(
        [
            {
                "row": row["region_id"],
                "column": row["term"],
                "text": f"{row['per_1000']:.1f}" if row["count"] else "0",
                "fill": share_fill(row["per_1000"] / highest[row["term"]]) if row["count"] else "#ffffff",
                "key": _use_key(row, count),
                "hint": fill_text("keywords", "use_hint", **row),
            }
            for row in records(use[use["region_id"].isin(regions["region_id"])])
        ]
    )
    counted = set(cells["row"])
    rows = pd.DataFrame({"id": regions["region_id"], "name": regions[localized("short")]})
    rows["note"] = ["" if row["region_id"] in counted else _missing_reason(row) for row in records(regions)]
    columns = pd.DataFrame({"id": terms, "name": terms})
    body = make_grid(colour_cells(cells, cells["fill"]), rows, columns, missing=NO_VALUES["no_plan"])
    notes = [Entry(note, NO_VALUES["no_plan"].fill, "/") for note in dict.fromkeys(rows["note"]) if note]
    return make_chart(
        heading,
        body,
        _use_frame(terms, regions, use),
        values=terms,
        file_name=f"{FILE}-terms-by-region",
        legend=[*share_legend(), *notes],
    )


def plans_chart(places: pd.DataFrame, region_id: str, linked: Mapping[str, float], most: int) -> Chart:
    """Draw a scatter plot of all plans, coloured by cluster; a click on a plan opens its region.

    ``places`` is the table ``plan_map``; ``linked`` holds the cosine with ``region_id`` of each region that
    it is compared with, most similar first; both are empty for none. The first ``most`` are joined by lines.
    """
    names = region_names()
    near = list(linked)[:most]
    who = join_words(names[code] for code in near)
    heading = fill_heading("keywords", "map", near=who, region=names.get(region_id))
    places = places.assign(region=places["region_id"].map(names))
    if linked:
        places["cosine"] = places["region_id"].map(linked)
    series, groups = [], []
    for place, (cluster, own) in enumerate(places.groupby("cluster")):
        points = tuple(
            Place(row["region"], row["x"], row["y"], row["region_id"], _plan_hint(row, names.get(region_id)))
            for row in records(own)
        )
        name = t(f"第 {cluster} 组（{len(own)}）", f"Group {cluster} ({len(own)})")
        colour, _ = GROUP_COLOURS[place % len(GROUP_COLOURS)]
        series.append(PlaneSeries(name, points, colour, marker_of(place)))
        groups.append(t(f"第 {cluster} 组：", f"Group {cluster}: ") + join_words(own["region"]))
    return make_chart(
        heading,
        Plane(tuple(series), tuple((names[region_id], names[code]) for code in near)),
        label_columns(places, labels(*PLAN_COLUMNS)),
        values=groups,
        file_name=f"{FILE}-map",
        keys=places["region_id"],
    )


def likeness_chart(pairs: pd.DataFrame, heading: Heading, file_name: str) -> Chart:
    """Draw the cosines of pairs of plans as bars; a click on a pair opens the words that both use.

    ``pairs`` have region_id, region, other_region_id, other_region and name (str), and cosine (float).
    """
    rows = pairs.assign(
        category=pairs["name"],
        text=pairs["cosine"].map("{:.2f}".format),
        key="pair:" + pairs["region_id"] + ":" + pairs["other_region_id"],
        row_hint=[fill_text("keywords", "pair_hint", **row) for row in records(pairs)],
    )
    frame = label_columns(pairs, labels(*PLAN_COLUMNS))
    return _bar_chart(heading, rows, heading_of("cosine"), "cosine", frame, file_name, keys=rows["key"])


def reuse_chart(pairs: pd.DataFrame, where: str) -> Chart:
    """Draw how many measures of each region share text, by the value of ``where``.

    ``pairs`` have region_id, measure_id, other_region_id and other_id (str) of measures that share text,
    ``across`` regions or ``within`` one plan.
    """
    other = pairs[["other_region_id", "other_id"]].set_axis(["region_id", "measure_id"], axis="columns")
    sides = pd.concat([pairs[["region_id", "measure_id"]], other]).drop_duplicates()
    names = region_names()
    counts = sides["region_id"].value_counts().reindex(list(names)).dropna().astype("int64")
    rows = counts.sort_values(ascending=False, kind="stable").rename(names).rename("measures").reset_index()
    rows = rows.assign(
        category=rows["region_id"],
        text=rows["measures"].map(number),
        row_hint=rows["region_id"]
        + "\n"
        + [t(f"{count} 条举措", plural(count, "measure")) for count in rows["measures"]],
    )
    return _bar_chart(
        fill_heading("keywords", "reuse_chart", across=where == "across"),
        rows,
        heading_of("measures"),
        "measures",
        label_columns(rows, labels(region_id="region", measures="measures")),
        f"{FILE}-reuse-{where}",
        number_format="#,##0",
    )


def _bar_chart(
    heading: Heading,
    rows: pd.DataFrame,
    label: str,
    value: str,
    frame: pd.DataFrame,
    file_name: str,
    *,
    keys: Sequence[str] | pd.Series = (),
    number_format: str = "0.00",
) -> Chart:
    """Draw bars of one colour from ``category``, ``text`` and the column ``value`` of ``rows``."""
    body = make_bars(rows, {label: _COLOUR}, value=value, number_format=number_format)
    values = rows["category"] + " " + rows["text"]
    return make_chart(heading, body, frame, file_name=file_name, values=values, keys=keys)


def _use_frame(terms: Sequence[str], regions: pd.DataFrame, use: pd.DataFrame) -> pd.DataFrame:
    names = regions[["region_id", localized("short")]].set_axis(["region_id", "region"], axis="columns")
    rows = pd.concat([names.merge(use[use["term"] == term]) for term in terms])
    shown = labels(term="sought") | labels("region", "count", "measures", "characters", "per_1000")
    return label_columns(rows, shown)


def _use_key(row: Mapping[str, Any], count: str) -> str:
    return f"text:{count}:{row['region_id']}:{row['term']}" if row["count"] else ""


def _missing_reason(region: Mapping[str, Any]) -> str:
    return t("没有举措", "no measure") if region["status"] == "plan" else name_of(STATUSES, region["status"])


def _plan_hint(row: Mapping[str, Any], chosen: str | None) -> str:
    cosine = "" if pd.isna(row.get("cosine")) else f"{row['cosine']:.2f}"
    values = {"region": row["region"], "cluster": row["cluster"], "chosen": chosen}
    return fill_text("keywords", "plan_hint", **values, cosine=cosine)
