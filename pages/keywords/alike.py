"""Which plans are alike in their words: a map of all, and who is nearest to one."""

from __future__ import annotations

from functools import partial
from html import escape
from typing import Final

import pandas as pd
import streamlit as st

from pages.charts.dot_figures import Bar, bar_picture
from pages.charts.parts import Heading, labelled
from pages.charts.picture import Picture, show_picture
from pages.keywords.choice import FILE, code_of, heading
from pages.keywords.exhibits import Spot, bars_exhibit
from pages.keywords.map import plan_map
from pages.ui import address, data, filters
from pages.ui.evidence.evidence import records
from pages.ui.names import planned, region_names
from pages.ui.tables import show_table
from pages.ui.text import joined, plural, t

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
        turned = show_picture(drawn(places, region_id, near))
        st.html(f'<p class="quiet">{what_it_means()} {how_apart(places)}</p>')
    with right:
        picked = ranked(region_id, near) if near is not None else closest(pairs)
    listed(region_id, near, pairs)
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
        "横轴、纵轴都没有含义和单位，远近以余弦为准。",
        "Likeness is the cosine of the plans' TF-IDF vectors of words: 0 is no word in common, 1 the same "
        "words in the same proportions. It compares words, not what is achieved. Near on the map is roughly "
        "alike, but a plane can't hold all distances: neither axis has a meaning or a unit, and the cosines "
        "are what counts.",
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


def drawn(places: pd.DataFrame, region_id: str, near: pd.DataFrame | None) -> Picture:
    """The map of all plans; a click on one compares the others with it."""
    names = region_names()
    cosines = {} if near is None else dict(zip(near["region_id"], near["cosine"], strict=True))
    linked = () if near is None else tuple(near["region_id"].head(NEAREST))
    subtitle = t("形状与颜色分组；坐标轴没有单位", "Shape and colour tell the groups; the axes have no unit")
    headed = heading(
        t("用词相近的工作要点离得近", "Plans that use similar words lie near each other"),
        subtitle + lines_said(names, region_id, linked),
    )
    groups = places.groupby("cluster")["region_id"].agg(list)
    alt = f"{headed.title}. " + t("；", "; ").join(
        t(f"第 {cluster} 组：", f"Group {cluster}: ") + joined(names[code] for code in codes if code in names)
        for cluster, codes in groups.items()
    )
    frame = places.assign(
        region=places["region_id"].map(names), cosine=places["region_id"].map(cosines)
    ).rename(columns={"cluster": "group"})
    frame = frame.dropna(subset="region") if cosines else frame.dropna(subset="region").drop(columns="cosine")
    return plan_map(
        [spot(row, names, region_id, cosines) for row in records(places) if row["region_id"] in names],
        region_id,
        linked,
        headed,
        alt=alt,
        file_name=f"{FILE}-map",
        frame=labelled(frame, labels()),
        told=subtitle + nearest_said(names, region_id, linked),
    )


def spot(row: dict, names: dict[str, str], region_id: str, cosines: dict[str, float]) -> Spot:
    """A plan on the map; ``cosines`` are those with the region chosen, where there are any."""
    other = row["region_id"]
    hint = [names[other], t(f"第 {row['cluster']} 组", f"group {row['cluster']}")]
    if other in cosines:
        near = f"{cosines[other]:.2f}"
        hint.append(t(f"与{names[region_id]}的余弦 {near}", f"cosine with {names[region_id]}: {near}"))
    hint.append(t("点击与它比较", "click to compare with it"))
    return Spot(other, names[other], row["x"], row["y"], row["cluster"], tuple(hint))


def lines_said(names: dict[str, str], region_id: str, linked: tuple[str, ...]) -> str:
    """What the lines of the map lead to, where there are any."""
    if not linked:
        return ""
    return t(
        f"；线连到{names[region_id]}最近的 {len(linked)} 份",
        f"; lines lead to the {len(linked)} nearest to {names[region_id]}",
    )


def nearest_said(names: dict[str, str], region_id: str, linked: tuple[str, ...]) -> str:
    """Who is nearest to a plan, where no line can tell it."""
    if not linked:
        return ""
    who = joined(names[code] for code in linked)
    return t(f"；离{names[region_id]}最近的：{who}", f"; nearest to {names[region_id]}: {who}")


def ranked(region_id: str, near: pd.DataFrame) -> str | None:
    """All other plans, nearest first; a click on one tells what the two have in common."""
    names = region_names()
    bars = [
        Bar(
            names[row["region_id"]],
            row["cosine"],
            f"{row['cosine']:.2f}",
            code_of("pair", region_id, row["region_id"]),
            (names[row["region_id"]], t(f"余弦 {row['cosine']:.3f}", f"cosine {row['cosine']:.3f}"), click()),
        )
        for row in records(near)
    ]
    name = names[region_id]
    headed = heading(
        t(f"谁的用词最像{name}", f"Whose words are most like {name}'s"),
        t("TF-IDF 余弦，0 到 1；点击看共同的词", "TF-IDF cosine, 0 to 1; click for the words in common"),
    )
    alt = f"{headed.title}. " + joined(f"{bar.name} {bar.written}" for bar in bars)
    return likeness_picture(bars, headed, near_frame(near), alt, f"{FILE}-nearest")


def closest(pairs: pd.DataFrame) -> str | None:
    """The pairs of plans that are most alike."""
    names = region_names()
    bars = [
        Bar(
            f"{names[row['region_id']]} – {names[row['other_region_id']]}",
            row["cosine"],
            f"{row['cosine']:.2f}",
            code_of("pair", row["region_id"], row["other_region_id"]),
            (
                t("、", ", ").join((names[row["region_id"]], names[row["other_region_id"]])),
                t(f"余弦 {row['cosine']:.3f}", f"cosine {row['cosine']:.3f}"),
                click(),
            ),
        )
        for row in records(pairs.head(PAIRS))
    ]
    headed = heading(
        t("最相像的工作要点", "The plans most alike"),
        t("TF-IDF 余弦，0 到 1；点击看共同的词", "TF-IDF cosine, 0 to 1; click for the words in common"),
    )
    alt = f"{headed.title}. " + joined(f"{bar.name} {bar.written}" for bar in bars)
    return likeness_picture(bars, headed, pairs_frame(pairs.head(PAIRS)), alt, f"{FILE}-pairs")


def likeness_picture(
    bars: list[Bar], headed: Heading, frame: pd.DataFrame, alt: str, file_name: str
) -> str | None:
    """Bars of cosines; ``frame`` is what is taken away of them."""
    told = partial(
        bars_exhibit,
        bars,
        headed,
        labelled(frame, labels()),
        name=labels()["cosine"],
        subtitle=t("TF-IDF 余弦，0 到 1", "TF-IDF cosine, 0 to 1"),
        alt=alt,
        file_name=file_name,
        number_format="0.00",
    )
    return show_picture(bar_picture(bars, headed, alt=alt, file_name=file_name, widths=(460,), exhibit=told))


def near_frame(near: pd.DataFrame) -> pd.DataFrame:
    """The plans nearest to one, with the names of their regions."""
    return near.assign(region=near["region_id"].map(region_names()))


def pairs_frame(pairs: pd.DataFrame) -> pd.DataFrame:
    """Pairs of plans with the names of their regions."""
    names = region_names()
    return pairs.assign(
        region=pairs["region_id"].map(names), other_region=pairs["other_region_id"].map(names)
    )


def labels() -> dict[str, str]:
    """What stands over the columns of the tables."""
    return {
        "region": t("地区", "Region"),
        "other_region": t("另一地区", "Other region"),
        "group": t("组", "Group"),
        "x": t("横坐标", "Across"),
        "y": t("纵坐标", "Up"),
        "cosine": t("余弦", "Cosine"),
    }


def click() -> str:
    return t("点击看共同的词", "click for the words in common")


def listed(region_id: str, near: pd.DataFrame | None, pairs: pd.DataFrame) -> None:
    """The numbers as a table: those of a region, or all pairs."""
    real = st.column_config.NumberColumn(labels()["cosine"], format="%.3f")
    if near is not None:
        frame = near_frame(near)
        name = region_names()[region_id]
        st.subheader(t(f"与{name}的相似度", f"Likeness to {name}"), anchor=False)
        show_table(
            frame[["region", "cosine"]],
            f"{FILE}-near-{region_id}",
            labels={"region": labels()["region"]},
            export=frame[["region_id", "region", "cosine"]],
            height=320,
            column_config={"cosine": real},
        )
        return
    frame = pairs_frame(pairs)
    st.subheader(t(f"全部 {len(pairs)} 对", f"All {plural(len(pairs), 'pair', 'pairs')}"), anchor=False)
    show_table(
        frame[["region", "other_region", "cosine"]],
        f"{FILE}-likeness",
        labels={name: labels()[name] for name in ("region", "other_region")},
        export=frame[["region_id", "region", "other_region_id", "other_region", "cosine"]],
        height=320,
        column_config={"cosine": real},
    )
