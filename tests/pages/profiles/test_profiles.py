"""Profiles and comparisons: their numbers are those of the tables, on the page and in the file."""

import io
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Final
from urllib.parse import parse_qs, urlsplit

import docx
import pytest

from pages.reports.comparison import comparison_document, comparison_report
from pages.reports.region import region_profile
from pages.reports.report import fill_answer, report_context
from pages.reports.task import nearest_tasks, task_profile
from pages.ui.text import LANGUAGES, Language
from pages.ui.theme import MARKS
from pipeline.export.exported_values import office_text
from pipeline.export.reports.document import Document, Figure
from pipeline.export.reports.report import write_document
from pipeline.schema.chart import Bars
from pipeline.store import store
from tests.corpora import CORPORA, build_corpus
from tests.hostile import LOCAL_MEASURE, MEASURES, REGION, build_hostile
from tests.pages.charts.page_charts import ask
from tests.pages.conftest import HOSTILE, OpenAt
from tests.pages.profiles.profile_pages import runs_of, section_of, table_of, text_of, words_of

JIANGSU: Final = "320000"
PAGES: Final = {
    "coverage",
    "gaps",
    "targets",
    "keywords",
    "departments",
    "local",
    "methods",
    "region",
    "task",
}

Make = Callable[[Path, str, Language], Document]


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tables of a source that would like to be more than text."""
    return build_hostile(tmp_path_factory.mktemp("hostile"))


def planned(built: Path) -> list[str]:
    return [code for (code,) in ask(built, "SELECT region_id FROM plans ORDER BY region_id")]


def test_gaps_are_those_of_the_table(corpus: Path) -> None:
    counts = dict(
        ask(
            corpus,
            "SELECT region_id, count(*) FROM coverage "
            "WHERE depth IN ('absent', 'blank', 'generic') GROUP BY 1",
        )
    )
    for region_id in planned(corpus)[::4]:
        document = region_profile(corpus, region_id, "en")
        listed = table_of(document, "gaps") if counts.get(region_id) else []
        assert len(listed) == counts.get(region_id, 0)
        said = "".join(run.text for run in document.answer)
        assert f"{len(listed)} gap" in said
        elsewhere = [int(row[2].partition("/")[0]) for row in listed]
        assert elsewhere == sorted(elsewhere, reverse=True)


@pytest.mark.parametrize("region_id", ["320000", "410000", "440000"])
def test_each_target_is_listed_once_with_its_sentence(corpus: Path, region_id: str) -> None:
    quotes = ask(
        corpus,
        "SELECT quote FROM targets WHERE region_id = ? AND kind = 'target' AND repeat_of = ''",
        region_id,
    )
    rows = table_of(region_profile(corpus, region_id, "zh"), "targets")
    assert sum(len(row[1].split("\n")) for row in rows) == len(quotes)
    sentences = "\n".join(row[3] for row in rows)
    assert [quote for (quote,) in quotes if quote not in sentences] == []


def test_departments_are_counted_as_the_store_counts_them(corpus: Path) -> None:
    found = store.department_counts(corpus, region_ids=["440000"])
    rows = table_of(region_profile(corpus, "440000", "en"), "bodies")
    assert [int(row[1]) for row in rows] == found["measures"].tolist()


def test_plans_most_alike_are_those_of_the_store(corpus: Path) -> None:
    document = region_profile(corpus, JIANGSU, "zh")
    plan_id = f"ip-work-plans-2018-{JIANGSU}"
    names = store.table(corpus, "regions").set_index("region_id")["short_zh"]
    near = store.nearest_plans(corpus, plan_id).head(5)
    said = text_of(document, "alike")
    assert (
        "、".join(
            f"{names[code]}\u00a0{cosine:.2f}"
            for code, cosine in zip(near["region_id"], near["cosine"], strict=True)
        )
        in said
    )


def test_task_lists_every_region_once_by_depth(corpus: Path) -> None:
    names = store.table(corpus, "regions").set_index("region_id")["short_zh"]
    facts = cache(lambda task_id: dict(table_of(task_profile(corpus, task_id, "zh"), "facts")))
    for task_id, depth, regions in ask(
        corpus, "SELECT task_id, depth, list(region_id) FROM coverage GROUP BY ALL ORDER BY ALL"
    )[:40]:
        rows = facts(task_id)
        [listed] = [value for name, value in rows.items() if name.startswith(MARKS[depth])]
        assert set(listed.split("、")) == {names[code] for code in regions}


def test_uncovered_task_has_whole_numbers(tmp_path: Path) -> None:
    document = task_profile(build_corpus(CORPORA["Hong Kong alone"], tmp_path), "1.1", "en")
    (figure,) = (block for one in document.sections for block in one.blocks if isinstance(block, Figure))
    assert figure.chart.alt.endswith(": 0 of 1 covered, absent 1")
    assert isinstance(figure.chart.body, Bars)
    assert figure.chart.body.notes == ("0/1",)


def test_the_most_specific_measures_come_first_and_whole(corpus: Path) -> None:
    rows = table_of(task_profile(corpus, "3.4", "zh"), "examples")
    texts = {text for (text,) in ask(corpus, "SELECT measure_text FROM measures")}
    assert len(rows) > 1
    assert all(part in texts for row in rows for part in row[1].split("\n"))
    depths = [row[0].split("\n")[1][0] for row in rows]
    assert depths == sorted(depths, key="◆●◐".index)


def test_the_nearest_tasks_are_near_each_other(corpus: Path) -> None:
    with report_context(corpus, "en"):
        near = nearest_tasks("3.4")
        back = nearest_tasks(str(near.index[0]))
    assert near.is_monotonic_decreasing
    assert near.between(0, 1).all()
    assert back["3.4"] == pytest.approx(near.iloc[0])


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("make", "code"), [(region_profile, JIANGSU), (task_profile, "3.4")])
def test_every_link_opens_a_page_in_the_language(
    corpus: Path, make: Make, code: str, language: Language
) -> None:
    document = make(corpus, code, language)
    links = [run.link for run in runs_of(document) if run.link]
    links += [section.link for section in document.sections if section.link]
    assert len(links) > 20
    assert {urlsplit(link).path for link in links} <= PAGES
    assert {parse_qs(urlsplit(link).query)["lang"][0] for link in links} == {language}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_file_has_what_the_page_folds_away(corpus: Path, language: Language) -> None:
    document = region_profile(corpus, "440000", language)
    file = write_document(document)
    words = words_of(file).replace("\n", "")
    missing = [run.text for run in runs_of(document) if run.text.replace("\n", "") not in words]
    assert missing == []
    read = docx.Document(io.BytesIO(file))
    titles = [one.text for one in read.paragraphs if one.style is not None and one.style.name == "Heading 1"]
    assert titles[:-1] == [section.title for section in document.sections]


def test_region_without_a_plan_is_explained_with_its_neighbours(corpus: Path) -> None:
    document = region_profile(corpus, "540000", "zh")
    assert "未见工作要点" in document.answer[0].text
    assert "四川" in text_of(document, "near")
    assert "gaps" not in {section.key for section in document.sections}
    assert "西藏自治区概况" in words_of(write_document(document))


def test_a_comparison_has_the_numbers_of_the_store(corpus: Path) -> None:
    regions, tasks = ["320000", "330000", "440000"], ["3.1", "3.4", "6.7"]
    document = comparison_document(corpus, regions, tasks, "en")
    rows = {row[0]: row[1:] for row in table_of(document, "numbers")}
    wrote = store.answer_totals(corpus, region_ids=regions, task_ids=tasks).set_index("region_id")
    for name, column in (("Measures", "measures"), ("Targets", "targets")):
        assert rows[name] == [f"{number:,}" for number in wrote.loc[regions, column]]
    covered = dict(
        ask(
            corpus,
            "SELECT region_id, count(*) FROM coverage WHERE task_id IN ('3.1', '3.4', '6.7') "
            "AND depth IN ('generic', 'specific', 'quantified') GROUP BY 1",
        )
    )
    assert [int(value.split(" ")[0]) for value in rows["Tasks covered"]] == [
        covered[code] for code in regions
    ]


def test_comparison_lists_every_measure_under_its_task(corpus: Path) -> None:
    regions, tasks = ["320000", "330000"], ["3.1", "3.4"]
    words = words_of(comparison_report(corpus, regions, tasks, "zh")).replace("\n", "")
    texts = store.measures(corpus, region_ids=regions, task_ids=tasks)["measure_text"]
    assert len(texts) > 3
    assert [text for text in texts if text not in words] == []


@pytest.mark.parametrize("lang, said", [("zh", "西藏：未见工作要点"), ("en", "Tibet: no plan found")])
def test_a_comparison_names_the_regions_without_a_plan(corpus: Path, lang: Language, said: str) -> None:
    both = ["320000", "330000"]
    document = comparison_document(corpus, [*both, "540000"], ["3.1"], lang)
    assert document.aside[0].text.startswith(said)
    assert not comparison_document(corpus, both, ["3.1"], lang).aside


def test_hostile_texts_are_escaped_in_every_report(hostile: Path) -> None:
    region = words_of(write_document(region_profile(hostile, REGION, "zh")))
    assert LOCAL_MEASURE in region
    both = words_of(comparison_report(hostile, [REGION, JIANGSU], list(MEASURES), "zh")).replace("\n", "")
    texts = store.measures(hostile, region_ids=[REGION], task_ids=list(MEASURES))["measure_text"]
    assert sum("planted" in text or "字样" in text for text in texts) > 3
    assert [text for text in texts if office_text(text) not in both] == []


def test_page_of_a_region_has_the_texts_of_its_document(open_at: OpenAt, small_built: Path) -> None:
    app = open_at("region", region=JIANGSU, lang="en")
    assert not app.exception
    assert app.title[0].value == "Profile of All of Jiangsu"
    shown = " ".join(str(html.proto.body) for html in app.get("html"))
    document = region_profile(small_built, JIANGSU, "en")
    assert "4 of 4 standard tasks (100%)" in shown
    assert section_of(document, "gaps").title in shown
    assert app.query_params["region"] == JIANGSU


def test_page_of_a_task_escapes_hostile_measures(open_at: OpenAt) -> None:
    app = open_at("task", task="1.1", lang="zh")
    assert not app.exception
    shown = " ".join(str(html.proto.body) for html in app.get("html"))
    assert HOSTILE not in shown
    assert "&lt;script&gt;alert(1)&lt;/script&gt; **粗** $x^2$" in shown


@pytest.mark.parametrize(("page", "name"), [("region", "region"), ("task", "task")])
def test_unknown_code_opens_the_first_profile(open_at: OpenAt, page: str, name: str) -> None:
    app = open_at(page, **{name: "<script>"}, lang="en")
    assert not app.exception
    assert app.selectbox[0].value in ("110000", "1.1")


def test_an_answer_has_a_link_for_each_bold_part_or_none() -> None:
    values = {"total": 2, "covered": 1, "rest": 1, "quantified": 0, "share": "50%"}
    linked, plain = fill_answer("task", "a", "b", **values), fill_answer("task", **values)
    assert [run.link for run in linked if run.bold] == ["a", "b"]
    assert [run.text for run in linked] == [run.text for run in plain]
    with pytest.raises(ValueError, match="longer"):
        fill_answer("task", "a", **values)
