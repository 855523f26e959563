"""The charts of words, terms, plans and reused text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import pandas as pd

from pages.charts.grid import NO_VALUES
from pages.charts.parts import Heading, label_columns, make_chart, marker_of
from pages.charts.steps import colour_cells, share_fill, share_legend
from pages.keywords.choice import FILE, first_of
from pages.ui.evidence.evidence import records
from pages.ui.names import region_names
from pages.ui.page_columns import heading_of, labels
from pages.ui.text import STATUSES, join_words, localized, name_of, number, percent, plural, t
from pages.ui.theme import GROUP_COLOURS, LIGHT
from pipeline.schema.chart import Chart, Entry, Place, Plane, PlaneSeries, bars, dots
from pipeline.schema.grids import grid

WORD_COLUMNS: Final = (
    "term", "count", "per_1000", "regions", "share_of_regions", "keyness", "keyness_low", "keyness_high",
    "z", "distinctive", "tf_idf",
)  # fmt: skip
PLAN_COLUMNS: Final = ("region", "other_region", "cluster", "x", "y", "cosine")
"""What is shown of words, and of plans and pairs of plans."""

_COLOUR: Final = LIGHT.depth_fills["specific"]


def words_chart(name: str, words: pd.DataFrame, shown: int) -> Chart:
    """The keyness of the first words with its interval; a word opens its uses.

    ``name`` is that of the region, key area or task; ``words`` are its distinctive words, rows of the table
    ``keywords`` in their order, of which so many are ``shown``.
    """
    of_all = first_of(min(shown, len(words)), len(words))
    words = words.head(shown)
    heading = Heading(
        t(f"{name}：与众不同的用词", f"{name}: distinctive words"),
        t(
            f"显著度（对数优势比，95% 区间），按 z 值排列（{of_all}）",
            f"Distinctiveness (log-odds, 95% CI), ranked by z-score ({of_all})",
        ),
    )
    rows = words.assign(
        low=words["keyness_low"],
        high=words["keyness_high"],
        middle=words["keyness"],
        note=[_word_note(row) for row in records(words)],
        key="word:" + words["scope"] + ":" + words["scope_id"] + ":" + words["term"],
        row_hint=["\n".join(_word_hint(row)) for row in records(words)],
    )
    keyness = heading_of("keyness")
    return make_chart(
        heading,
        dots(rows, {keyness: _COLOUR}, row="term", unit=keyness, number_format="0.00", reach=(0.0,)),
        label_columns(words, labels(*WORD_COLUMNS)),
        alt=f"{heading.title}. "
        + join_words(f"{row['term']} {row['keyness']:.1f}" for row in records(words)),
        file_name=f"{FILE}-{words['scope'].iloc[0]}-words",
        keys=rows["key"],
    )


def term_chart(
    terms: Sequence[str], regions: pd.DataFrame, use: pd.DataFrame, count: str, scope: str
) -> Chart:
    """How densely each region uses the only one of the terms; a region opens its sentences.

    Parameters
    ----------
    regions
        As in the codebook, in the order in which they are to stand; one that ``use`` lacks has no number.
    use
        As `pipeline.store.store.term_use` counts it.
    count
        What counts as a use, ``letters`` or ``word``.
    scope
        The part of the plans that is looked at, in words; empty for all of them.
    """
    [term], by_region = terms, {row["region_id"]: row for row in records(use)}

    def bar(region: Mapping[str, Any]) -> dict[str, Any]:
        name, row = region[localized("short")], by_region.get(region["region_id"])
        if row is None:
            why = _why_no_number(region)
            return {"category": f"{name} ({why})", "text": "", "key": "", "row_hint": f"{name}\n{why}"}
        return {
            "category": name,
            "per_1000": row["per_1000"],
            "text": f"{row['per_1000']:.2f} ({number(row['count'])})" if row["count"] else "0",
            "key": f"text:{count}:{region['region_id']}:{term}" if row["count"] else "",
            "row_hint": "\n".join((f"{name} · {term}", *_use_hint(row))),
        }

    rows = pd.DataFrame(map(bar, records(regions)))
    subtitle = t("每千字次数（括号内为次数）", "Uses per 1,000 characters (number of uses)")
    return _bar_chart(
        Heading(t(f"“{term}”在各地的密度", f"How densely regions use {term}"), _within(subtitle, scope)),
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
    """How densely each region uses each of several terms; a number opens its sentences.

    The parameters are those of `term_chart`.
    """
    subtitle = t(
        "格中为每千字次数；颜色按每个词各自的最高地区分级，零不着色",
        "Uses per 1,000 characters; each term is coloured relative to the region that uses it most, zero not "
        "at all",
    )
    title = t(f"各地怎样用这 {len(terms)} 个词", f"How regions use {len(terms)} terms")
    heading = Heading(title, _within(subtitle, scope))
    highest = use.groupby("term")["per_1000"].max()
    cells = pd.DataFrame(
        [
            {
                "row": row["region_id"],
                "column": row["term"],
                "text": f"{row['per_1000']:.1f}" if row["count"] else "0",
                "fill": share_fill(row["per_1000"] / highest[row["term"]]) if row["count"] else "#ffffff",
                "key": f"text:{count}:{row['region_id']}:{row['term']}" if row["count"] else "",
                "hint": "\n".join(_use_hint(row)),
            }
            for row in records(use[use["region_id"].isin(regions["region_id"])])
        ]
    )
    counted = set(cells["row"])
    rows = pd.DataFrame({"id": regions["region_id"], "name": regions[localized("short")]})
    rows["note"] = [
        "" if region["region_id"] in counted else _why_no_number(region) for region in records(regions)
    ]
    columns = pd.DataFrame({"id": terms, "name": terms})
    body = grid(colour_cells(cells, cells["fill"]), rows, columns, missing=NO_VALUES["no_plan"])
    notes = [Entry(note, NO_VALUES["no_plan"].fill, "/") for note in dict.fromkeys(rows["note"]) if note]
    return make_chart(
        heading,
        body,
        _use_frame(terms, regions, use),
        alt=f"{heading.title}: {join_words(terms)}. {heading.subtitle}",
        file_name=f"{FILE}-terms-by-region",
        legend=[*share_legend(), *notes],
    )


def plans_chart(places: pd.DataFrame, region_id: str, linked: Mapping[str, float], most: int) -> Chart:
    """All plans on a plane, told apart by group; a plan opens its region.

    ``places`` is the table ``plan_map``; ``linked`` are the regions that ``region_id`` is compared with, and
    their cosines, nearest first; both are empty for none. Lines lead to so many of them at ``most``.
    """
    names = region_names()
    near = list(linked)[:most]
    subtitle = t("形状与颜色分组；坐标轴没有单位", "Shape and colour tell the groups; the axes have no unit")
    if near:
        who = join_words(names[code] for code in near)
        subtitle += t(
            f"；离{names[region_id]}最近、有线相连的：{who}",
            f"; nearest to {names[region_id]}, joined by lines: {who}",
        )
    title = t("用词相近的工作要点离得近", "Plans that use similar words lie near each other")
    places = places.assign(region=places["region_id"].map(names))
    if linked:
        places["cosine"] = places["region_id"].map(linked)
    series, groups = [], []
    for place, (cluster, own) in enumerate(places.groupby("cluster")):
        found = tuple(
            Place(
                row["region"], row["x"], row["y"], row["region_id"], _plan_hint(row, names.get(region_id, ""))
            )
            for row in records(own)
        )
        name = t(f"第 {cluster} 组（{len(own)}）", f"Group {cluster} ({len(own)})")
        colour, _ = GROUP_COLOURS[place % len(GROUP_COLOURS)]
        series.append(PlaneSeries(name, found, colour, marker_of(place)))
        groups.append(t(f"第 {cluster} 组：", f"Group {cluster}: ") + join_words(own["region"]))
    return make_chart(
        Heading(title, subtitle),
        Plane(tuple(series), tuple((names[region_id], names[code]) for code in near)),
        label_columns(places, labels(*PLAN_COLUMNS)),
        alt=f"{title}. " + t("；", "; ").join(groups),
        file_name=f"{FILE}-map",
        keys=places["region_id"],
    )


def likeness_chart(pairs: pd.DataFrame, title: str, file_name: str) -> Chart:
    """The cosines of pairs of plans; a pair opens the words that it has in common.

    ``pairs`` have region_id, region, other_region_id and other_region (str), cosine (float), and name (str),
    what a pair is called; the columns that have a label are shown.
    """
    click = t("点击看共同的词", "click for the words in common")
    rows = pairs.assign(
        category=pairs["name"],
        text=pairs["cosine"].map("{:.2f}".format),
        key="pair:" + pairs["region_id"] + ":" + pairs["other_region_id"],
        row_hint=[
            "\n".join((row["name"], t(f"余弦 {row['cosine']:.3f}", f"cosine {row['cosine']:.3f}"), click))
            for row in records(pairs)
        ],
    )
    heading = Heading(title, t("TF-IDF 余弦，0 到 1", "TF-IDF cosine, 0 to 1"))
    frame = label_columns(pairs, labels(*PLAN_COLUMNS))
    return _bar_chart(heading, rows, heading_of("cosine"), "cosine", frame, file_name, keys=rows["key"])


def reuse_chart(pairs: pd.DataFrame, where: str) -> Chart:
    """How many of its measures each region has in common with another, or repeats.

    ``pairs`` have region_id, measure_id, other_region_id and other_id (str) of measures that share text,
    ``across`` regions or ``within`` one plan, as ``where`` says.
    """
    other = pairs[["other_region_id", "other_id"]].set_axis(["region_id", "measure_id"], axis="columns")
    sides = pd.concat([pairs[["region_id", "measure_id"]], other]).drop_duplicates()
    names = region_names()
    counts = sides["region_id"].value_counts().reindex(list(names)).dropna().astype("int64")
    rows = counts.sort_values(ascending=False, kind="stable").rename(names).rename("measures").reset_index()
    rows = rows.assign(
        category=rows["region_id"],
        text=rows["measures"].map(number),
        row_hint=[
            f"{name}\n{t(f'{count} 条举措', plural(count, 'measure'))}"
            for name, count in zip(rows["region_id"], rows["measures"], strict=True)
        ],
    )
    title = t("各地有多少举措自我重复", "How many measures each region repeats")
    if where == "across":
        title = t("各地有多少举措与别处相同", "How many measures each region shares with another")
    subtitle = t(
        "条数；在筛选中选地区可只看它的", "Measures; choose a region in the filters to see only its own"
    )
    return _bar_chart(
        Heading(title, subtitle),
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
    """Bars of one colour, from ``category``, ``text`` and the column ``value`` of ``rows``."""
    body = bars(rows, {label: _COLOUR}, value=value, number_format=number_format)
    alt = f"{heading.title}. " + join_words(rows["category"] + " " + rows["text"])
    return make_chart(heading, body, frame, alt=alt, file_name=file_name, keys=keys)


def _within(subtitle: str, scope: str) -> str:
    return f"{subtitle}{t('；', '; ')}{scope}" if scope else subtitle


def _use_frame(terms: Sequence[str], regions: pd.DataFrame, use: pd.DataFrame) -> pd.DataFrame:
    """The numbers behind a chart of terms, in its order."""
    names = regions[["region_id", localized("short")]].set_axis(["region_id", "region"], axis="columns")
    found = pd.concat([names.merge(use[use["term"] == term]) for term in terms])
    found = found.rename(columns={"term": "sought"})
    return label_columns(found, labels("sought", "region", "count", "measures", "characters", "per_1000"))


def _use_hint(row: Mapping[str, Any]) -> tuple[str, ...]:
    """How a region uses a term, in lines."""
    count, measures, characters = row["count"], row["measures"], number(row["characters"])
    uses = t(f"{count} 次", plural(count, "use"))
    lines = (
        t(f"每千字 {row['per_1000']:.2f} 次", f"{row['per_1000']:.2f} per 1,000 characters"),
        t(
            f"{uses}，在 {measures} 条举措里；共 {characters} 字",
            f"{uses} in {plural(measures, 'measure')}; {characters} characters in all",
        ),
    )
    return (*lines, t("点击看句子", "click for the sentences")) if count else lines


def _word_note(row: Mapping[str, Any]) -> str:
    uses, regions = plural(row["count"], "use"), plural(row["regions"], "region")
    return t(f"{number(row['count'])} 次 · {row['regions']} 个地区", f"{uses} · {regions}")


def _word_hint(row: Mapping[str, Any]) -> list[str]:
    share, uses = percent(row["share_of_regions"]), plural(row["count"], "use")
    return [
        row["term"],
        t(
            f"显著度 {row['keyness']:.2f}（{row['keyness_low']:.2f} 至 {row['keyness_high']:.2f}）",
            f"keyness {row['keyness']:.2f} ({row['keyness_low']:.2f} to {row['keyness_high']:.2f})",
        ),
        t(
            f"{row['count']} 次，每千字 {row['per_1000']:.2f} 次",
            f"{uses}, {row['per_1000']:.2f} per 1,000 characters",
        ),
        t(f"{row['regions']} 个地区用过（{share}）", f"used by {plural(row['regions'], 'region')} ({share})"),
        t("点击看句子", "click for the sentences"),
    ]


def _why_no_number(region: Mapping[str, Any]) -> str:
    return t("没有举措", "no measure") if region["status"] == "plan" else name_of(STATUSES, region["status"])


def _plan_hint(row: Mapping[str, Any], chosen: str) -> str:
    lines = [row["region"], t(f"第 {row['cluster']} 组", f"group {row['cluster']}")]
    if not pd.isna(row.get("cosine")):
        lines.append(t(f"与{chosen}的余弦 {row['cosine']:.2f}", f"cosine with {chosen}: {row['cosine']:.2f}"))
    return "\n".join([*lines, t("点击与它比较", "click to compare with it")])
