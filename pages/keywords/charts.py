"""The charts of words, terms, plans and reused text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import pandas as pd

from pages.charts.grid import NO_VALUES
from pages.charts.parts import Heading, labelled, make_chart, marker
from pages.charts.steps import coloured, share_fill, share_legend
from pages.keywords.choice import FILE, code_of
from pages.ui.evidence.evidence import records
from pages.ui.text import STATUSES, column, joined, named, number, percent, plural, t
from pages.ui.theme import GROUP_COLOURS, LIGHT, LIGHT_STEPS
from pipeline.schema.chart import Chart, Dots, Entry, Place, Plane, PlaneSeries, Point, PointSeries, bars
from pipeline.schema.grids import grid

_COLOUR: Final = LIGHT.depth_fills["specific"]


def words_chart(words: pd.DataFrame, heading: Heading, *, file_name: str) -> Chart:
    """The keyness of words with its interval; a word opens its uses.

    Parameters
    ----------
    words
        Rows of the table ``keywords`` of one scope, in the order in which they are to stand.
    """
    rows = records(words)
    keys = [code_of("word", row["scope"], row["scope_id"], row["term"]) for row in rows]
    points = tuple(
        Point(at, row["keyness_low"], row["keyness_high"], row["keyness"]) for at, row in enumerate(rows)
    )
    keyness = word_labels()["keyness"]
    body = Dots(
        tuple(words["term"]),
        (PointSeries(keyness, points, _COLOUR),),
        unit=keyness,
        number_format="0.00",
        reach=(0.0,),
        notes=tuple(_word_note(row) for row in rows),
        keys=tuple(keys),
        hints=tuple("\n".join(_word_hint(row)) for row in rows),
    )
    alt = f"{heading.title}. " + joined(f"{row['term']} {row['keyness']:.1f}" for row in rows)
    return make_chart(heading, body, labelled(words, word_labels()), alt=alt, file_name=file_name, keys=keys)


def term_chart(
    term: str,
    regions: pd.DataFrame,
    use: pd.DataFrame,
    heading: Heading,
    *,
    count: str,
    frame: pd.DataFrame,
    file_name: str,
) -> Chart:
    """How densely each region uses a term; a region opens its sentences.

    Parameters
    ----------
    regions
        As in the codebook, in the order in which they are to stand; one that ``use`` lacks has no number.
    use
        As `pipeline.store.store.term_use` counts it.
    frame
        The rows of ``use`` as they are shown, in the order of the regions.
    """
    by_region = {row["region_id"]: row for row in records(use)}
    rows = pd.DataFrame(
        [_term_bar(term, count, region, by_region.get(region["region_id"])) for region in records(regions)]
    )
    rate = t("每千字次数", "Uses per 1,000 characters")
    body = bars(rows, {rate: _COLOUR}, value="per_1000", number_format="0.00")
    alt = f"{heading.title}. " + joined(rows["category"] + " " + rows["text"])
    keys = rows["key"][rows["per_1000"].notna()]
    return make_chart(heading, body, frame, alt=alt, file_name=file_name, keys=keys)


def terms_chart(
    terms: Sequence[str],
    regions: pd.DataFrame,
    use: pd.DataFrame,
    heading: Heading,
    *,
    count: str,
    frame: pd.DataFrame,
    file_name: str,
) -> Chart:
    """How densely each region uses each of several terms; a number opens its sentences.

    Parameters
    ----------
    regions, use
        As in `term_chart`.
    frame
        The rows of ``use`` of these regions as they are shown, in the order of the terms and regions.
    """
    names = dict(zip(regions["region_id"], regions[column("short")], strict=True))
    highest = use.groupby("term")["per_1000"].max()
    cells = pd.DataFrame(
        [
            {
                "row": row["region_id"],
                "column": row["term"],
                "text": f"{row['per_1000']:.1f}" if row["count"] else "0",
                "fill": share_fill(row["per_1000"] / highest[row["term"]]) if row["count"] else "#ffffff",
                "key": code_of("text", count, row["region_id"], row["term"]) if row["count"] else "",
                "hint": "\n".join(use_hint(names[row["region_id"]], row["term"], row)[1:]),
            }
            for row in records(use[use["region_id"].isin(names)])
        ]
    )
    counted = set(cells["row"])
    rows = pd.DataFrame({"id": list(names), "name": list(names.values())})
    rows["note"] = [
        "" if region["region_id"] in counted else _why_no_number(region) for region in records(regions)
    ]
    body = grid(
        coloured(cells, cells["fill"]),
        rows,
        pd.DataFrame({"id": terms, "name": terms}),
        missing=NO_VALUES["no_plan"],
    )
    notes = [Entry(note, NO_VALUES["no_plan"].fill, "/") for note in dict.fromkeys(rows["note"]) if note]
    return make_chart(
        heading,
        body,
        frame,
        alt=f"{heading.title}: {joined(terms)}. {heading.subtitle}",
        file_name=file_name,
        legend=[*share_legend(), *notes],
    )


def naming_chart(
    what: str, found: pd.DataFrame, ranked: pd.DataFrame, regions: pd.DataFrame, heading: Heading
) -> Chart:
    """How often each region has each name; a number opens its sentences, a name all that have it.

    Parameters
    ----------
    what
        ``campaigns`` or ``citations``.
    found
        As `pipeline.store.store.mentions` counts them.
    ranked
        The names to show in their order, each once, with regions and mentions.
    regions
        As in the codebook; those without a plan are left out.
    """
    planned = regions[regions["status"] == "plan"]
    columns = pd.DataFrame({"id": planned["region_id"], "name": planned[column("short")]})
    rows = pd.DataFrame({"id": ranked["name"], "name": ranked["name"], "total": ranked["regions"]})
    rows["key"] = [code_of("named", what, "*", name) for name in rows["name"]]
    shown = found[found["name"].isin(rows["id"]) & found["region_id"].isin(columns["id"])]
    click = t("点击看原文", "click for the sentences")
    cells = pd.DataFrame({"row": shown["name"], "column": shown["region_id"]}).assign(
        text=[number(count) for count in shown["mentions"]],
        key=[code_of("named", what, row["region_id"], row["name"]) for row in records(shown)],
        hint=[
            f"{t(f'{count} 处', plural(count, 'place', 'places'))}\n{click}" for count in shown["mentions"]
        ],
    )
    labels = t("名称", "Name"), t("地区数", "Regions")
    table = shown.pivot_table(index="name", columns="region_id", values="mentions", aggfunc="sum")
    table = table.reindex(index=list(rows["id"]), columns=list(columns["id"])).fillna(0).astype("int64")
    table = table.set_axis(columns["name"].tolist(), axis="columns")
    table.insert(0, labels[0], list(rows["name"]))
    table.insert(1, labels[1], list(rows["total"]))
    return make_chart(
        heading,
        grid(
            coloured(cells, (LIGHT_STEPS[min(count + 1, 5)] for count in shown["mentions"])),
            rows,
            columns,
            row_total=labels[1],
        ),
        table,
        alt=f"{heading.title}. " + joined(f"{row['name']} {row['total']}" for row in records(rows)),
        file_name=f"{FILE}-{what}",
        keys=rows["key"],
    )


def plans_chart(
    places: pd.DataFrame, heading: Heading, *, chosen: str, linked: Sequence[str], file_name: str
) -> Chart:
    """All plans on a plane, told apart by group; a plan opens its region.

    Parameters
    ----------
    places
        The table ``plan_map`` with the column ``region``, the name, and, where a plan is chosen, ``cosine``,
        the likeness to it.
    chosen, linked
        The region that is compared with the others, and those that lines join to it; empty for none.
    """
    names = dict(zip(places["region_id"], places["region"], strict=True))
    series = []
    for cluster, own in places.groupby("cluster"):
        name = t(f"第 {cluster} 组（{len(own)}）", f"Group {cluster} ({len(own)})")
        found = tuple(
            Place(
                row["region"],
                row["x"],
                row["y"],
                row["region_id"],
                "\n".join(_plan_hint(row, names.get(chosen, ""))),
            )
            for row in records(own)
        )
        at = int(str(cluster)) - 1
        series.append(PlaneSeries(name, found, GROUP_COLOURS[at % len(GROUP_COLOURS)][0], marker(at)))
    links = tuple((names[chosen], names[code]) for code in linked if code in names and chosen in names)
    groups = (
        t(f"第 {cluster} 组：", f"Group {cluster}: ") + joined(own["region"])
        for cluster, own in places.groupby("cluster")
    )
    return make_chart(
        heading,
        Plane(tuple(series), links),
        labelled(places, likeness_labels()),
        alt=f"{heading.title}. " + t("；", "; ").join(groups),
        file_name=file_name,
        keys=places["region_id"],
    )


def likeness_chart(pairs: pd.DataFrame, heading: Heading, *, file_name: str) -> Chart:
    """The cosines of pairs of plans; a pair opens the words that it has in common.

    Parameters
    ----------
    pairs
        region_id, region, other_region_id and other_region (str), cosine (float), and name (str), what a
        pair is called; the columns that have a label are shown.
    """
    rows = pairs.assign(
        category=pairs["name"],
        text=[f"{cosine:.2f}" for cosine in pairs["cosine"]],
        key=[
            code_of("pair", *codes)
            for codes in zip(pairs["region_id"], pairs["other_region_id"], strict=True)
        ],
        row_hint=["\n".join(_pair_hint(row)) for row in records(pairs)],
    )
    labels = likeness_labels()
    body = bars(rows, {labels["cosine"]: _COLOUR}, value="cosine", number_format="0.00")
    alt = f"{heading.title}. " + joined(rows["category"] + " " + rows["text"])
    return make_chart(heading, body, labelled(pairs, labels), alt=alt, file_name=file_name, keys=rows["key"])


def reuse_chart(counts: Mapping[str, int], heading: Heading, *, file_name: str) -> Chart:
    """How many measures each region shares with another; ``counts`` are by the regions' names."""
    labels = {"category": t("地区", "Region"), "count": t("举措数", "Measures")}
    rows = pd.DataFrame({"category": list(counts), "count": list(counts.values())})
    rows["text"] = [number(count) for count in rows["count"]]
    rows["row_hint"] = [
        f"{name}\n{t(f'{count} 条举措', plural(count, 'measure', 'measures'))}"
        for name, count in counts.items()
    ]
    body = bars(rows, {labels["count"]: _COLOUR}, value="count", number_format="#,##0")
    alt = f"{heading.title}. " + joined(rows["category"] + " " + rows["text"])
    return make_chart(heading, body, labelled(rows, labels), alt=alt, file_name=file_name)


def word_labels() -> dict[str, str]:
    """What stands over the columns of words."""
    return {
        "term": t("词", "Word"),
        "count": t("次数", "Uses"),
        "per_1000": t("每千字", "Per 1,000"),
        "regions": t("地区数", "Regions"),
        "share_of_regions": t("地区占比", "Share of regions"),
        "keyness": t("显著度", "Keyness"),
        "keyness_low": t("下限", "Lower"),
        "keyness_high": t("上限", "Upper"),
        "z": "z",
        "distinctive": t("特色用词", "Distinctive"),
        "tf_idf": "TF-IDF",
    }


def likeness_labels() -> dict[str, str]:
    """What stands over the columns of plans and pairs of plans."""
    return {
        "region": t("地区", "Region"),
        "other_region": t("另一地区", "Other region"),
        "cluster": t("组", "Group"),
        "x": t("横坐标", "Across"),
        "y": t("纵坐标", "Up"),
        "cosine": t("余弦", "Cosine"),
    }


def use_hint(name: str, term: str, row: Mapping[str, Any]) -> tuple[str, ...]:
    """How a region uses a term, in lines."""
    count, measures, characters = row["count"], row["measures"], number(row["characters"])
    uses = t(f"{count} 次", plural(count, "use", "uses"))
    lines = (
        f"{name} · {term}",
        t(f"每千字 {row['per_1000']:.2f} 次", f"{row['per_1000']:.2f} per 1,000 characters"),
        t(
            f"{uses}，在 {measures} 条举措里；共 {characters} 字",
            f"{uses} in {plural(measures, 'measure', 'measures')}; {characters} characters in all",
        ),
    )
    return (*lines, t("点击看句子", "click for the sentences")) if count else lines


def _word_note(row: Mapping[str, Any]) -> str:
    uses, regions = plural(row["count"], "use", "uses"), plural(row["regions"], "region", "regions")
    return t(f"{number(row['count'])} 次 · {row['regions']} 个地区", f"{uses} · {regions}")


def _word_hint(row: Mapping[str, Any]) -> list[str]:
    share, uses = percent(row["share_of_regions"]), plural(row["count"], "use", "uses")
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
        t(
            f"{row['regions']} 个地区用过（{share}）",
            f"used by {plural(row['regions'], 'region', 'regions')} ({share})",
        ),
        t("点击看句子", "click for the sentences"),
    ]


def _term_bar(
    term: str, count: str, region: Mapping[str, Any], use: Mapping[str, Any] | None
) -> dict[str, Any]:
    name = region[column("short")]
    if use is None:
        why = _why_no_number(region)
        return {"category": f"{name} ({why})", "text": "", "key": "", "row_hint": f"{name}\n{why}"}
    return {
        "category": name,
        "per_1000": use["per_1000"],
        "text": f"{use['per_1000']:.2f} ({number(use['count'])})" if use["count"] else "0",
        "key": code_of("text", count, region["region_id"], term) if use["count"] else "",
        "row_hint": "\n".join(use_hint(name, term, use)),
    }


def _why_no_number(region: Mapping[str, Any]) -> str:
    return t("没有举措", "no measure") if region["status"] == "plan" else named(STATUSES, region["status"])


def _plan_hint(row: Mapping[str, Any], chosen: str) -> list[str]:
    lines = [row["region"], t(f"第 {row['cluster']} 组", f"group {row['cluster']}")]
    if not pd.isna(row.get("cosine")):
        lines.append(t(f"与{chosen}的余弦 {row['cosine']:.2f}", f"cosine with {chosen}: {row['cosine']:.2f}"))
    return [*lines, t("点击与它比较", "click to compare with it")]


def _pair_hint(row: Mapping[str, Any]) -> list[str]:
    return [
        row["name"],
        t(f"余弦 {row['cosine']:.3f}", f"cosine {row['cosine']:.3f}"),
        t("点击看共同的词", "click for the words in common"),
    ]
