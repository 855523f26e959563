"""Which plans are alike in their words: a map of all, and who is nearest to one."""

from __future__ import annotations

from html import escape
from typing import Final

import pandas as pd
import streamlit as st

from pages.charts.show import show_chart
from pages.keywords.charts import likeness_chart, likeness_labels, plans_chart
from pages.keywords.choice import FILE, heading
from pages.ui import address, data, filters
from pages.ui.evidence.evidence import records
from pages.ui.names import planned, region_names
from pages.ui.tables import show_table
from pages.ui.text import joined, plural, t
from pipeline.schema.chart import Chart

NAME: Final = "like"
NEAREST: Final = 5
"""How many of the nearest plans are joined to the chosen one by a line."""

PAIRS: Final = 12
CLEAR: Final = 0.5
ROUGH: Final = 0.25
"""From which mean silhouette on groups are apart, and from which they are at least a guide."""


def show(_: filters.Filters) -> str | None:
    """The view, from top to bottom; returns what the reader opens in it."""
    region_id = choose()
    pairs = data.ask("alike_plans")
    if pairs.empty:
        explain_alone()
        return None
    places = data.ask("table", name="plan_map")
    near = nearest(region_id) if region_id else None
    st.html(answer(region_id, near, pairs))
    with st.container(key="keywords_pair"):
        left, right = st.columns([6, 5], gap="large")
    with left:
        turned = show_chart(plans_drawn(places, region_id, near))
        st.html(f'<p class="quiet">{what_it_means()} {how_apart(places)}</p>')
    with right:
        if near is None:
            picked = show_chart(pairs_drawn(pairs), table=False)
        else:
            picked = show_chart(near_drawn(region_id, near))
    if near is None:
        table(pairs)
    if turned:
        address.keep(NAME, (turned,), ("",))
        address.start_again("fragment")
    return picked


def explain_alone() -> None:
    """What to do where there is one plan only."""
    st.info(
        t(
            "只有一份工作要点，没有可以相比的。请用 plan-atlas build 读入更多地区的工作要点，"
            "或查看其他几项。",
            "There is one plan only, and nothing to compare it with. Read the plans of more regions with "
            "plan-atlas build, or turn to another view above.",
        ),
        icon=":material/search_off:",
    )


def choose() -> str:
    """The region, or nothing for all of them."""
    names = region_names()
    everyone = t("全部地区", "All regions")
    return address.choose_one(
        t("与哪个地区相比", "Compare with"), NAME, ["", *planned()], lambda code: names.get(code, everyone)
    )


def nearest(region_id: str) -> pd.DataFrame:
    """The other plans by how alike they are to a region's."""
    plan_id = str(data.region(region_id)["plan_id"])
    return data.ask("nearest_plans", plan_id=plan_id)


def answer(region_id: str, near: pd.DataFrame | None, pairs: pd.DataFrame) -> str:
    """Who is nearest to whom, with the number."""
    names = region_names()
    if near is not None and len(near):
        first = joined(
            f"{escape(names[row['region_id']])} {row['cosine']:.2f}" for row in records(near.head(3))
        )
        last = near.iloc[-1]
        name, far = escape(names[region_id]), escape(names[last["region_id"]])
        said = t(
            f"用词与{name}最接近的是 <b>{first}</b>；最远的是{far}（{last['cosine']:.2f}）。",
            f"Nearest to {name} in their words: <b>{first}</b>; farthest: {far} ({last['cosine']:.2f}).",
        )
        return f'<p class="answer">{said}</p>'
    top, middle = pairs.iloc[0], float(pairs["cosine"].median())
    one, two = escape(names[top["region_id"]]), escape(names[top["other_region_id"]])
    said = t(
        f"用词最接近的两份工作要点是 <b>{one}和{two}</b>（余弦 {top['cosine']:.2f}）；"
        f"任意两份的中位数是 {middle:.2f}。",
        f"The two plans most alike in their words are those of <b>{one} and {two}</b> (cosine "
        f"{top['cosine']:.2f}); the median of all pairs is {middle:.2f}.",
    )
    return f'<p class="answer">{said}</p>'


def what_it_means() -> str:
    """What likeness is, and what the axes are not."""
    return t(
        "相似度是两份工作要点的 TF-IDF 词向量的余弦：0 为没有共同的词，1 为用词比例完全相同；"
        "它比的是用词，不是做法的好坏。图上越近大体越像，但平面装不下所有距离："
        "横轴、纵轴都没有含义和单位，远近以余弦为准。用鼠标拖出一块可放大，双击复原。",
        "Likeness is the cosine of the plans' TF-IDF vectors of words: 0 is no word in common, 1 the same "
        "words in the same proportions. It compares words, not what is achieved. Near on the map is roughly "
        "alike, but a plane can't hold all distances: neither axis has a meaning or a unit, and the cosines "
        "are what counts. Drag with the mouse to enlarge a part; double-click to see the whole again.",
    )


def how_apart(places: pd.DataFrame) -> str:
    """How well the groups part the plans."""
    mean = float(places["silhouette"].mean())
    said = t(
        f"分组的平均轮廓系数为 {mean:.2f}：1 为泾渭分明，0 为没有分界",
        f"The mean silhouette of the groups is {mean:.2f}: 1 is clearly apart, 0 is no border",
    )
    if mean >= CLEAR:
        return said + t("。", ".")
    if mean >= ROUGH:
        return said + t("，所以组别只是大概。", ", so the groups are only a rough guide.")
    return said + t(
        "，所以各组几乎分不开，不宜据此下结论。",
        ", so the groups hardly part the plans: conclude nothing from them.",
    )


def plans_drawn(places: pd.DataFrame, region_id: str, near: pd.DataFrame | None) -> Chart:
    """The map of all plans; a click on one compares the others with it."""
    names = region_names()
    places = places[places["region_id"].isin(list(names))]
    places = places.assign(region=places["region_id"].map(names))
    linked: tuple[str, ...] = ()
    if near is not None:
        linked = tuple(near["region_id"].head(NEAREST))
        places = places.assign(cosine=places["region_id"].map(near.set_index("region_id")["cosine"]))
    headed = heading(
        t("用词相近的工作要点离得近", "Plans that use similar words lie near each other"),
        t("形状与颜色分组；坐标轴没有单位", "Shape and colour tell the groups; the axes have no unit")
        + nearest_said(names, region_id, linked),
    )
    return plans_chart(places, headed, chosen=region_id, linked=linked, file_name=f"{FILE}-map")


def nearest_said(names: dict[str, str], region_id: str, linked: tuple[str, ...]) -> str:
    """Who is nearest to a plan."""
    if not linked:
        return ""
    who = joined(names[code] for code in linked)
    return t(
        f"；离{names[region_id]}最近、有线相连的：{who}",
        f"; nearest to {names[region_id]}, joined by lines: {who}",
    )


def near_drawn(region_id: str, near: pd.DataFrame) -> Chart:
    """All other plans, nearest first; a click on one tells what the two have in common."""
    names = region_names()
    regions = near["region_id"].map(names)
    pairs = near.assign(name=regions, region=regions, other_region_id=near["region_id"], region_id=region_id)
    name = names[region_id]
    headed = heading(t(f"谁的用词最像{name}", f"Whose words are most like {name}'s"), cosine_said())
    return likeness_chart(pairs, headed, file_name=f"{FILE}-nearest")


def pairs_drawn(pairs: pd.DataFrame) -> Chart:
    """The pairs of plans that are most alike."""
    first = named_pairs(pairs.head(PAIRS))
    first["name"] = first["region"] + " – " + first["other_region"]
    headed = heading(t("最相像的工作要点", "The plans most alike"), cosine_said())
    return likeness_chart(first, headed, file_name=f"{FILE}-pairs")


def cosine_said() -> str:
    """What the bars are."""
    return t("TF-IDF 余弦，0 到 1", "TF-IDF cosine, 0 to 1")


def named_pairs(pairs: pd.DataFrame) -> pd.DataFrame:
    """Pairs of plans with the names of their regions."""
    names = region_names()
    return pairs.assign(
        region=pairs["region_id"].map(names), other_region=pairs["other_region_id"].map(names)
    )


def table(pairs: pd.DataFrame) -> None:
    """All pairs, of which the chart shows the first."""
    frame, labels = named_pairs(pairs), likeness_labels()
    st.header(t(f"全部 {len(pairs)} 对", f"All {plural(len(pairs), 'pair', 'pairs')}"), anchor=False)
    show_table(
        frame[["region", "other_region", "cosine"]],
        f"{FILE}-likeness",
        labels=labels,
        export=frame[["region_id", "region", "other_region_id", "other_region", "cosine"]],
        height=320,
        column_config={"cosine": st.column_config.NumberColumn(labels["cosine"], format="%.3f")},
    )
