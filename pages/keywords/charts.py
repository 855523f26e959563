"""Charts of distinctive words, use of terms, similar plans and reused text."""

from collections.abc import Mapping, Sequence
from typing import Final

import pandas as pd

from pages.charts.count_grids import colour_cells, share_fill, share_legend
from pages.charts.grid import NO_VALUES
from pages.charts.parts import Heading, fill_heading, fill_hints, label_columns, make_chart, marker_of
from pages.keywords.controls import FILE, count_shown
from pages.ui.codes import STATUSES, name_of
from pages.ui.names import region_names
from pages.ui.page_columns import heading_of, labels
from pages.ui.text import add_brackets, fill_text, join_words, localized, number, t
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
    rows = words.assign(
        low=words["keyness_low"],
        high=words["keyness_high"],
        middle=words["keyness"],
        note=fill_hints("keywords", "word_note", words),
        key="word:" + words["scope"] + ":" + words["scope_id"] + ":" + words["term"],
        row_hint=fill_hints("keywords", "word_hint", words),
    )
    keyness = heading_of("keyness")
    return make_chart(
        fill_heading("keywords", "words_chart", name=name, counted=counted),
        make_dots(rows, {keyness: _COLOUR}, row="term", unit=keyness, number_format="0.00", reach=(0.0,)),
        rows,
        labels(*WORD_COLUMNS),
        values=words["term"] + " " + words["keyness"].map("{:.1f}".format),
        file_name=f"{FILE}-{words['scope'].iloc[0]}-words",
    )


def term_chart(
    terms: Sequence[str], regions: pd.DataFrame, use: pd.DataFrame, count: str, scope: str
) -> Chart:
    """Plot how often each region uses the only one of ``terms``; a click on a region opens its sentences.

    ``regions`` (codebook) are in display order; one without rows in ``use``, which is the result of
    `pipeline.store.store.term_use`, has no number. ``count`` is ``letters`` or ``word``, the way uses are
    counted; ``scope`` names the part of the plans searched, empty for all of them.
    """
    [term], names = terms, _name_regions(regions)
    found = _add_hints(use, count).set_index("region_id").reindex(names["region_id"]).reset_index()
    name, reason, missing = names["name"], names["reason"], found["per_1000"].isna()
    rates = found["per_1000"].map("{:.2f}".format) + " (" + found["count"].fillna(0).map(number) + ")"
    rows = found.assign(
        category=name.where(~missing, list(map(add_brackets, name, reason))),
        text=rates.where(found["count"] > 0, "0").mask(missing, ""),
        key=found["key"].fillna(""),
        row_hint=(name + f" · {term}\n" + found["about"]).fillna(name + "\n" + reason),
    )
    uses = t("每千字次数", "Uses per 1,000 characters")
    return make_chart(
        fill_heading("keywords", "term_chart", term=term, scope=scope),
        make_bars(rows, {uses: _COLOUR}, value="per_1000", number_format="0.00"),
        _use_frame(terms, names, use),
        file_name=f"{FILE}-term-by-region",
        keys=rows["key"][~missing],
    )


def terms_chart(
    terms: Sequence[str], regions: pd.DataFrame, use: pd.DataFrame, count: str, scope: str
) -> Chart:
    """Draw a grid of how often each region uses each term; a click on a number opens its sentences.

    The parameters are those of `term_chart`.
    """
    shares = use["per_1000"] / use.groupby("term")["per_1000"].transform("max")
    rows, used = _name_regions(regions).rename(columns={"region_id": "id"}), use["count"] > 0
    cells = _add_hints(use, count).rename(columns={"region_id": "row", "term": "column", "about": "hint"})
    cells["text"] = use["per_1000"].map("{:.1f}".format).where(used, "0")
    fills = [share_fill(share) if share > 0 else "#ffffff" for share in shares]
    rows["note"] = rows["reason"].mask(rows["id"].isin(cells["row"]), "")
    columns, no_value = pd.DataFrame({"id": terms, "name": terms}), NO_VALUES["no_plan"]
    notes = [Entry(note, no_value.fill, "/") for note in dict.fromkeys(rows["note"]) if note]
    return make_chart(
        fill_heading("keywords", "terms", count=len(terms), scope=scope),
        make_grid(colour_cells(cells, fills), rows, columns, missing=no_value),
        _use_frame(terms, rows.rename(columns={"id": "region_id"}), use),
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
    near, chosen = list(linked)[:most], names.get(region_id)
    who = join_words(names[code] for code in near)
    cosines = places["region_id"].map(linked).astype("float64")
    rows = places.assign(region=places["region_id"].map(names), key=places["region_id"])
    rows["text"] = cosines.map("{:.2f}".format).where(cosines.notna(), "")
    if linked:
        rows["cosine"] = cosines
    rows["hint"] = fill_hints("keywords", "plan_hint", rows.assign(cosine=rows["text"]), chosen=chosen)
    series, groups = [], []
    for place, (cluster, own) in enumerate(rows.groupby("cluster")):
        points = map(Place, *(own[name] for name in ("region", "x", "y", "key", "hint")))
        name = fill_text("keywords", "cluster", cluster=cluster, plans=len(own))
        colour, _ = GROUP_COLOURS[place % len(GROUP_COLOURS)]
        series.append(PlaneSeries(name, tuple(points), colour, marker_of(place)))
        groups.append(f"{name}{t('：', ': ')}{join_words(own['region'])}")
    return make_chart(
        fill_heading("keywords", "map", near=who, region=chosen),
        Plane(tuple(series), tuple((names[region_id], names[code]) for code in near)),
        rows,
        labels(*PLAN_COLUMNS),
        values=groups,
        file_name=f"{FILE}-map",
    )


def likeness_chart(pairs: pd.DataFrame, heading: Heading, file_name: str) -> Chart:
    """Draw the cosines of pairs of plans as bars; a click on a pair opens the words that both use.

    ``pairs`` have region_id, region, other_region_id, other_region and name (str), and cosine (float).
    """
    rows = pairs.assign(
        text=pairs["cosine"].map("{:.2f}".format),
        key="pair:" + pairs["region_id"] + ":" + pairs["other_region_id"],
        row_hint=fill_hints("keywords", "pair_hint", pairs),
    )
    colours = {heading_of("cosine"): _COLOUR}
    body = make_bars(rows, colours, category="name", value="cosine", number_format="0.00")
    return make_chart(heading, body, rows, labels(*PLAN_COLUMNS), file_name=file_name)


def reuse_chart(pairs: pd.DataFrame, where: str) -> Chart:
    """Draw how many measures of each region share text, by the value of ``where``.

    ``pairs`` have region_id, measure_id, other_region_id and other_id (str) of measures that share text,
    ``across`` regions or ``within`` one plan.
    """
    other = pairs[["other_region_id", "other_id"]].set_axis(["region_id", "measure_id"], axis="columns")
    sides = pd.concat([pairs[["region_id", "measure_id"]], other]).drop_duplicates()
    counts = sides["region_id"].value_counts().reindex(list(region_names())).dropna().astype("int64")
    rows = counts.sort_values(ascending=False, kind="stable").rename("measures").reset_index()
    names, counts = rows["region_id"].map(region_names()), rows["measures"]
    hints = fill_hints("keywords", "reuse_hint", rows.assign(name=names))
    rows = rows.assign(region_id=names, text=counts.map(number), row_hint=hints)
    columns = labels(region_id="region", measures="measures")
    colours = {columns["measures"]: _COLOUR}
    return make_chart(
        fill_heading("keywords", "reuse_chart", across=where == "across"),
        make_bars(rows, colours, category="region_id", value="measures", number_format="#,##0"),
        rows,
        columns,
        file_name=f"{FILE}-reuse-{where}",
    )


def _name_regions(regions: pd.DataFrame) -> pd.DataFrame:
    """Return region_id and name (str) of regions, with the reason for which one may have no number."""
    reasons = [
        t("没有举措", "no measure") if status == "plan" else name_of(STATUSES, status)
        for status in regions["status"]
    ]
    names = regions[["region_id"]].assign(name=regions[localized("short")], reason=reasons)
    return names.reset_index(drop=True)


def _add_hints(use: pd.DataFrame, count: str) -> pd.DataFrame:
    """Add key (str, empty without a use) and about, lines of a tooltip, to the uses of terms."""
    keys = f"text:{count}:" + use["region_id"] + ":" + use["term"]
    return use.assign(key=keys.where(use["count"] > 0, ""), about=fill_hints("keywords", "use_hint", use))


def _use_frame(terms: Sequence[str], names: pd.DataFrame, use: pd.DataFrame) -> pd.DataFrame:
    rows = pd.concat([names.merge(use[use["term"] == term]) for term in terms])
    shown = labels(term="sought") | labels(name="region")
    return label_columns(rows, shown | labels("count", "measures", "characters", "per_1000"))
