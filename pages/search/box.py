"""The box of the search page: what is typed is held in the address; examples and the language of the box."""

from __future__ import annotations

from html import escape
from typing import Final

import streamlit as st

from pages.search import data as search_data
from pages.ui import address, data
from pages.ui.names import distinctive_terms
from pages.ui.text import column, current_language, literal, number, t

NAME: Final = "q"
"""The name of the query in the address."""

PAUSE: Final = "150ms"
"""Debounce delay: how long nothing is typed before the page follows; a run takes less than that."""


def choose_query() -> str:
    """What is asked for; the page follows while it is being typed, after a short pause."""
    asked = (address.read_state(NAME) or ("",))[0]
    address.set_widget(NAME, asked)
    typed = st.text_input(
        t("检索词", "Words"),
        key=NAME,
        type="search",
        live=PAUSE,
        on_change=address.touched,
        icon=":material/search:",
        placeholder=t(
            "任意词语，可用引号、减号和“地区:”等限定",
            "Chinese words or English names; quotes, minus, region: …",
        ),
        autocomplete="off",
    )
    asked_for = (typed,) if typed and typed.strip() else ()
    address.write_state(NAME, asked_for)
    address.decide(NAME, t("检索词", "Words"), asked_for)
    return typed or ""


def take_query(text: str) -> None:
    """Ask for something else; also a callback."""
    st.session_state[NAME] = text
    address.write_state(NAME, (text,))
    address.touched()


def explain_empty() -> None:
    """What can be asked, with examples to begin with."""
    st.info(
        t(
            "在上面输入，或从下面的例子开始。检索工作内容、举措、责任部门和引用文件的原文；地区、任务、部门和"
            "指标也可按中英文名称查找。",
            "Type above, or begin with an example. What is searched is the Chinese text of the tasks, "
            "measures, departments and cited documents; regions, tasks, bodies and indicators are found by "
            "their English names, too.",
        ),
        icon=":material/tips_and_updates:",
    )
    with st.container(horizontal=True, gap="small"):
        for example, hits in _examples(data.built_key(), current_language()):
            st.button(
                f"{literal(example)} · {number(hits)}",
                key=f"try_{example}",
                on_click=take_query,
                args=(example,),
            )
    cells = "".join(
        f'<tr><th scope="row"><code>{escape(code)}</code></th><td>{escape(text)}</td></tr>'
        for code, text in _rules()
    )
    caption = escape(t("检索语法", "Search syntax"))
    note = t(
        "词在长词里也算找到，数字则从头算起（5家不会找到15家）；全角与半角、大小写、繁体与简体不分。",
        "Words are found inside longer words, numbers from their first digit on (5家 is not found in 15家); "
        "full and half width, capitals, traditional and simplified characters are the same.",
    )
    st.html(
        f'<table class="language"><caption>{caption}</caption>{cells}</table>'
        f'<p class="quiet">{escape(note)}</p>'
    )


@st.cache_data(show_spinner=False, max_entries=4)
def _examples(key: data.BuiltKey, language: str) -> list[tuple[str, int]]:
    """Queries over words that these plans use, with how much each finds."""
    terms = distinctive_terms()
    regions = data.regions()
    planned = regions.loc[regions["status"] == "plan", column("short")].tolist()
    if len(terms) < 3 or not planned:
        return []
    one, two, three = terms[:3]
    field, depth = {"zh": ("地区:", "深度:量化"), "en": ("region:", "depth:quantified")}[language]
    queries = [one, f"{two} {three}", f"“{three}”", f"{one} -{two}", f"{one} {depth}"]
    queries += [f"{two} {field}{name.replace(' ', '')}" for name in planned[:1]]
    counted = [(query, search_data.found(query).measures) for query in queries]
    return [(query, hits) for query, hits in counted if hits]


def _rules() -> list[tuple[str, str]]:
    """What can be written, in words and names of these tables, and what it means."""
    terms, regions = distinctive_terms(), data.regions()
    planned = regions.loc[regions["status"] == "plan", column("short")].head(2)
    names = ",".join(name.replace(" ", "") for name in planned)
    area, task = "".join(data.areas()["area_id"].head(1)), "".join(data.tasks()["task_id"].head(1))
    body = "".join(data.ask("bodies")["short_zh"].head(1))
    first = "".join(terms[:1])
    rules = [
        (
            " ".join(terms[:2]) if len(terms) > 1 else "",
            t("两个词都有，不论先后和位置", "both words, in any order and place"),
        ),
        (f"“{first}”", t("引号里的字连在一起", "what stands in quotes stays together")),
        (f"-{first}", t("没有这个词", "without this word")),
        (
            t(f"地区:{names}", f"region:{names}"),
            t(
                "其中任一地区；也可写大区、区域分组或代码",
                "any of these regions; macro-regions, groups and codes work too",
            ),
        ),
        (t(f"重点:{area}", f"area:{area}"), t("工作重点，写编号或名称", "a key area, by number or name")),
        (
            t(f"任务:{task}", f"task:{task}"),
            t(
                "标准任务，写编号或名称中的词；“自设”指自设任务",
                "a standard task, by number or words of its name; local for local tasks",
            ),
        ),
        (
            t(f"部门:{body}", f"department:{body}"),
            t("责任部门，写名称或其中的字", "a department, by its name or part of it"),
        ),
        (t("深度:量化", "depth:quantified"), t("写得多深", "how deep it goes")),
        (
            t("存疑:是", "doubt:yes"),
            t("读取存疑、须对照原文核对的行", "rows whose reading is doubtful and to be checked"),
        ),
        (
            t("置信度<0.9", "confidence<0.9"),
            t("按置信度（0 到 1），可用 < <= > >=", "by confidence, from 0 to 1; < <= > >= can be used"),
        ),
    ]
    # Where the tables have nothing to name, there is no example.
    return [(code, text) for code, text in rules if code not in ("", "“”", "-") and not code.endswith(":")]
