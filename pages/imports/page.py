"""导入 · Import: how documents would be read, before they become part of the tables."""

from collections.abc import Sequence
from datetime import date
from html import escape
from typing import Any, Final

import pandas as pd
import streamlit as st

from pages.frame.shell import show_page
from pages.ui import address, conditions, data, filters
from pages.ui.evidence import evidence, findings
from pages.ui.guard import page_fragment
from pages.ui.html import answer_html
from pages.ui.names import region_names
from pages.ui.tables import Columns, choose_row, downloads
from pages.ui.text import current_language, escape_markdown, fill_text, join_words, localized, t
from pages.ui.theme import DOUBT_MARK
from pipeline.build.preview import MAX_MEGABYTES, Preview, collection_names, preview_documents
from pipeline.schema.errors import plural

FILE: Final = "plan-atlas-import"
FIRST_YEAR: Final = 2000  # of the years to choose from

# The session keys of the uploaded files, and of what was read from which files.
UPLOADS: Final = "import_files"
READ: Final = "import_read"

# Findings on plans that the documents do not have, or that are shown as errors.
TOLD_ELSEWHERE: Final = ("plan_absent", "plan_left_out", "file_left_out")
MAX_NAMES: Final = 3  # plans named in a sentence before the rest is counted


@page_fragment
def show() -> None:
    """Draw the page, from top to bottom."""
    st.title(t("导入", "Import"), anchor=False)
    st.markdown(fill_text("imports", "intro"))
    collection, year = choose_edition()
    label = t(
        f"工作要点文件（选择或拖入，每个不超过 {MAX_MEGABYTES} MB）",
        f"Files of work plans (choose or drop them, up to {MAX_MEGABYTES} MB each)",
    )
    files = st.file_uploader(label, accept_multiple_files=True, key=UPLOADS, max_upload_size=MAX_MEGABYTES)
    conditions.record_name("rows")  # which a link may choose before there are rows
    if not files:
        st.session_state.pop(READ, None)
        return
    preview = read_files(files, collection, year)
    if preview.snapshot is None:
        show_refusals(preview)
        return
    with data.query_snapshot(preview.snapshot):
        rows, found = find_rows(), find_findings()
        names = plan_names()
        st.html(describe_reading(rows, found, list(names.values())))
        show_refusals(preview)
        show_findings(found)
        show_rows(rows, found, names)
    folder = "/".join(filter(None, ("data/raw", collection, year)))
    st.header(t("并入数据表", "Adding them to the atlas"), anchor=False)
    st.markdown(fill_text("imports", "keep", folder=folder))
    st.code("plan-atlas build", language="bash")


def choose_edition() -> tuple[str, str]:
    """Choose the collection, at first one of the tables', and the year where titles state none ('': none)."""
    shown = set(data.editions()["collection"])
    found = sorted(collection_names().items(), key=lambda named: named[0] not in shown)
    names = {code: t(zh, en) for code, (zh, en) in found}
    years = {"": t("以标题为准", "As the titles state")}
    years |= {str(year): str(year) for year in range(date.today().year + 1, FIRST_YEAR - 1, -1)}
    with st.container(horizontal=True):
        collection, label = next(iter(names)), t("文件集合", "Collection")
        if len(names) > 1:
            collection = address.choose_one(label, "into_collection", names, stated="", width=300)
        label, about = t("年份", "Year"), fill_text("imports", "year")
        year = address.choose_one(label, "into_year", years, stated="", help=about, width=220)
    return collection, year


def read_files(files: Sequence[Any], collection: str, year: str) -> Preview:
    """Read uploaded files, unless the session has just read the same ones for the same edition."""
    asked = (tuple(file.file_id for file in files), collection, year)
    if READ not in st.session_state or st.session_state[READ][0] != asked:
        with st.spinner(t("正在读取……", "Reading …"), show_time=True):
            documents = [(file.name, file.getvalue()) for file in files]
            preview = preview_documents(documents, collection, int(year) if year else None)
        st.session_state[READ] = (asked, preview)
    return st.session_state[READ][1]


def find_rows() -> pd.DataFrame:
    """Return the table `measures` with ``doubtful`` (bool), whether the row has a doubt of any kind."""
    measures, doubts = data.query("measures"), data.query("findings").query("severity == 'doubt'")
    return measures.assign(doubtful=measures["measure_id"].isin(doubts["measure_id"]))


def find_findings() -> pd.DataFrame:
    """Return the table `findings`, without what the documents need not have."""
    found = data.query("findings")
    return found[~found["kind"].isin(TOLD_ELSEWHERE)].reset_index(drop=True)


def plan_names() -> dict[str, str]:
    """Return region and year of each plan by id."""
    plans = data.plans().set_index("plan_id")
    names = plans["region_id"].map(region_names()) + " " + plans["year"].astype("str") + t(" 年", "")
    return dict(zip(map(str, plans.index), names, strict=True))


def task_labels(rows: pd.DataFrame) -> list[str]:
    """Return the standard tasks of each row with their numbers, or that it is a local task."""
    tasks = data.tasks()
    names = (tasks["task_id"] + " " + tasks[localized("short")]).set_axis([tasks["year"], tasks["task_id"]])
    pairs, local = zip(rows["year"], rows["task_id"], strict=True), t("自设任务", "Local task")
    return [join_words(names[year, one] for one in ids.split(";")) if ids else local for year, ids in pairs]


def describe_reading(rows: pd.DataFrame, found: pd.DataFrame, names: Sequence[str]) -> str:
    """Return the answer as HTML: plans, rows, doubts, and whether all characters are accounted for.

    ``rows`` and ``found`` are those of `find_rows` and `find_findings`, ``names`` those of the plans.
    """
    more = len(names) - MAX_NAMES
    who = join_words(names[:MAX_NAMES])
    if more > 0:
        who = t(f"{who}等 {len(names)} 份工作要点", f"{who} and {plural(more, 'more plan')}")
    doubtful, lost, shares = int(rows["doubtful"].sum()), not data.ledger_holds(), data.query("ledger_shares")
    unread = shares.loc[shares["character_class"] == "unread", "characters"].sum()
    characters = sum(source.characters for source in data.build_info().sources)
    kinds = {"some": 0 < doubtful < len(rows), "every": 0 < doubtful == len(rows)}
    counts = {"rows": len(rows), "sure": len(rows) - doubtful, "doubtful": doubtful, "characters": characters}
    counts |= {"lost": lost, "unread": 0 if lost else unread}
    sentence = fill_text("imports", "answer", who=escape(who), **counts, **kinds)
    others = int(((found["severity"] == "doubt") & (found["measure_id"] == "")).sum())
    more_doubts = fill_text("imports", "other_doubts", others=others, more=doubtful > 0) if others else ""
    return answer_html(sentence, more_doubts)


def show_refusals(preview: Preview) -> None:
    """Show what can't be read, with file, place and what to do."""
    for error in preview.errors:
        st.error(escape_markdown(error.sentence(current_language())), icon=":material/error:")


def show_findings(found: pd.DataFrame) -> None:
    """Show the findings, the doubts first; a selected one with its lines."""
    if found.empty:
        return

    def show_lines(plan_id: str, lines: range, _place: str) -> None:
        first, last = lines[0], lines[: findings.MOST_LINES][-1]
        spans = data.query("source_spans", plan_id=plan_id, first_line=first, last_line=last)
        st.html(f'<div class="source">{evidence.source_html(spans)}</div>')

    st.header(t("疑点与说明", "Doubts and notes"), anchor=False)
    st.caption(fill_text("imports", "doubts"))
    name = t("下载疑点与说明", "Download doubts and notes")
    findings.show_findings(found, show_lines, f"{FILE}-findings", name)


def show_rows(rows: pd.DataFrame, found: pd.DataFrame, names: dict[str, str]) -> None:
    """Show the rows, all or the doubtful ones; a selected one with its findings and its source text."""
    st.header(t("各行", "Rows"), anchor=False)
    st.caption(fill_text("imports", "rows"))
    options = {"": t("全部", "All"), "doubtful": t("只看存疑", "Doubtful only")}
    label = t("显示哪些行", "Which rows")
    if address.choose_segment(label, "rows", options, decides=True) == "doubtful":
        rows = rows[rows["doubtful"]]
    if rows.empty:
        filters.show_hint("imports", "no_doubtful")
        return
    marks = rows["doubtful"].map({True: DOUBT_MARK, False: " "})
    confidence = marks + rows["confidence"].map(" {:.2f}".format)
    columns: Columns = {
        "plan": (rows["plan_id"].map(names), t("工作要点", "Plan"), 105),
        "task": (task_labels(rows), t("任务", "Task"), 165),
        "measure": (rows["measure_text"], t("举措", "Measure"), 390 if len(names) > 1 else 480),
        "departments": (rows["departments_text"], t("责任部门", "Departments"), 165),
        "deadline": (rows["deadline_text"], t("完成时限", "Deadline"), 95),
        "confidence": (confidence, t("置信度", "Confidence"), 80),
        "place": (rows[localized("place")], t("位置", "Place"), 150),
    }
    if len(names) < 2:
        del columns["plan"]
    if not rows["deadline_text"].any():
        del columns["deadline"]
    row = choose_row(columns, "rows", rows["measure_id"])
    if row is not None:
        measure = rows.iloc[row : row + 1]
        with st.container(border=True):
            for message in found.loc[found["measure_id"].isin(measure["measure_id"]), localized("message")]:
                st.text(message)
            evidence.show_measures(measure)
    downloads(rows.drop(columns="doubtful"), FILE)


show_page(show, states_edition=False)
