"""Data and methods: its numbers are those of the tables, and a source stays text whatever it holds."""

import json
import re
import shutil
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Final

import pytest
from streamlit.testing.v1 import AppTest

from pages.ui.codes import CLASS_LETTERS, DEPTHS, MATCH_METHODS
from pages.ui.evidence.findings import FINDING_KINDS
from pages.ui.text import LANGUAGES, Language
from pipeline.schema.codebook import FINDING_KINDS as ALL_FINDING_KINDS
from pipeline.schema.codebook import TABLES
from pipeline.schema.model import CHARACTER_CLASSES
from pipeline.store import store
from tests.conftest import SmallCorpus
from tests.pages.methods.methods_plans import HEBEI, HOSTILE, build_two_plans
from tests.pages.scripts import open_page

Open = Callable[..., AppTest]

JIANGSU: Final = "ip-work-plans-2018-320000"
SECTIONS: Final = {
    "zh": ["字符台账", "来源文本", "存疑与说明", "方法与定义", "数据字典", "出处", "如何引用", "全部数据表"],
    "en": [
        "The ledger",
        "Source text",
        "Data-quality notes",
        "Method and definitions",
        "Codebook",
        "Provenance",
        "How to cite",
        "All tables",
    ],
}

SECTION_CODES: Final = (
    *("ledger", "source", "findings", "method"),
    *("codebook", "provenance", "cite", "download"),
)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_two_plans(tmp_path_factory.mktemp("methods"))


@pytest.fixture
def opened(built: Path, monkeypatch: pytest.MonkeyPatch) -> Open:
    """Opens the page at an address, such as ``opened(lang="en", line="17")``."""

    def follow(tables: Path = built, **address: str) -> AppTest:
        monkeypatch.setenv("PLAN_ATLAS_BUILT", str(tables))
        return open_page("methods", address)

    return follow


def html_of(page: AppTest) -> str:
    return "\n".join(element.proto.body for element in page.get("html"))


def said(page: AppTest) -> str:
    """Everything that the page says in words of its own."""
    elements = (*page.markdown, *page.caption, *page.info, *page.error, *page.code)
    return "\n".join(str(element.value) for element in elements)


def shown_lines(page: AppTest) -> list[int]:
    """The source lines of the first source table of the page."""
    table = re.search(r'<table class="ledger-text">.*?</table>', html_of(page), re.DOTALL)
    assert table is not None
    return [int(number) for number in re.findall(r'<tr id="line-(\d+)"', table[0])]


def lines_of(built: Path, plan_id: str) -> range:
    """The source lines of a plan."""
    plan = {row["plan_id"]: row for row in store.table(built, "plans").to_dict("records")}[plan_id]
    return range(int(plan["first_line"]), int(plan["last_line"]) + 1)


def marked_lines(page: AppTest) -> list[int]:
    return [int(number) for number in re.findall(r'<tr id="line-(\d+)" class="marked', html_of(page))]


def row_of(page: AppTest, code: str) -> str:
    """The row of a definition, by the code that stands in it."""
    [row] = [row for row in re.findall(r"<tr>.*?</tr>", html_of(page)) if f"<code>{code}</code>" in row]
    return str(row)


@pytest.mark.parametrize("lang", ("zh", "en"))
def test_page_is_complete_in_both_languages(opened: Open, lang: str) -> None:
    for section, title in zip(SECTION_CODES, SECTIONS[lang], strict=True):
        page = opened(lang=lang, section=section)
        assert not page.exception
        assert not page.error
        assert [header.value for header in page.header] == [title]
        assert "[CC BY 4.0](" in "".join(element.value for element in page.markdown[:1])


@pytest.mark.parametrize("lang", ("zh", "en"))
def test_first_sentence_counts_every_character_of_the_source(opened: Open, built: Path, lang: str) -> None:
    [source] = store.build_info(built).sources
    characters = sum(len("".join(line.split())) for line in source_lines_of(built))
    [answer] = re.findall(r'<p class="answer">.*?</p>', html_of(opened(lang=lang)))
    assert source.characters == characters == store.ledger_shares(built)["characters"].sum()
    assert f"<b>{characters:,}</b>" in answer
    assert str(len(store.measures(built))) in answer


def source_lines_of(built: Path) -> list[str]:
    return (built.parent / "plans.txt").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("lang", ("zh", "en"))
def test_broken_ledger_is_reported_first(opened: Open, built: Path, tmp_path: Path, lang: str) -> None:
    broken = shutil.copytree(built, tmp_path / "broken")
    told = json.loads((broken / "build.json").read_text(encoding="utf-8"))
    told["sources"][0]["characters"] += 7
    (broken / "build.json").write_text(json.dumps(told), encoding="utf-8")
    [error] = opened(broken, lang=lang).error
    assert f"{told['sources'][0]['characters']:,}" in error.value


def test_markup_in_a_source_is_escaped(opened: Open) -> None:
    page = opened(lang="en", plan=HEBEI)
    everything = html_of(page)
    assert "<script" not in everything
    assert "<img" not in everything
    words = unescape(re.sub(r"<[^>]+>", "", everything))
    assert HOSTILE in words


@pytest.mark.parametrize(
    "line, marked, first",
    (
        ("17", [17], 13),
        ("17-19", [17, 18, 19], 13),
        ("2", [2], 1),
        ("17-", [], 17),
        ("x", [], 1),
        ("0", [], 1),
    ),
)
def test_a_link_opens_the_source_at_its_line(opened: Open, line: str, marked: list[int], first: int) -> None:
    page = opened(lang="en", plan=HEBEI, line=line)
    assert marked_lines(page) == marked
    assert shown_lines(page)[0] == first
    assert len(shown_lines(page)) == 60


def test_link_with_a_line_only_opens_its_plan(opened: Open, built: Path) -> None:
    last = lines_of(built, JIANGSU)[-1]
    page = opened(lang="en", line=str(last))
    assert page.selectbox(key="plan").value == JIANGSU
    assert marked_lines(page) == [last]


def test_source_lines_are_those_of_the_file(opened: Open, built: Path) -> None:
    page = opened(lang="en", plan=HEBEI)
    rows = re.findall(r'<tr id="line-(\d+)".*?<td class="text"[^>]*>(.*?)</td>', html_of(page))
    lines = source_lines_of(built)
    shown = {int(number): unescape(re.sub(r"<[^>]+>", "", text)) for number, text in rows}
    assert shown == {number: lines[number - 1].rstrip() for number in range(1, 61)}


def test_pages_of_lines_are_in_the_address(opened: Open) -> None:
    page = opened(lang="en", section="source", plan=HEBEI)
    page.button(key="source_later_above").click().run()
    assert shown_lines(page)[0] == 61
    assert page.query_params["line"] == "61-"
    page.button(key="source_earlier_below").click().run()
    assert shown_lines(page)[0] == 1


def test_another_plan_opens_at_its_first_line(opened: Open, built: Path) -> None:
    page = opened(lang="zh", plan=HEBEI, line="17")
    page.selectbox(key="plan").set_value(JIANGSU).run()
    assert shown_lines(page)[0] == lines_of(built, JIANGSU)[0]
    assert marked_lines(page) == []


def test_a_line_number_goes_to_that_line(opened: Open) -> None:
    page = opened(lang="zh", plan=HEBEI)
    page.number_input(key="methods_go_to_line").set_value(40).run()
    assert marked_lines(page) == [40]


@pytest.mark.parametrize("lang", ("zh", "en"))
def test_findings_are_counted_and_filtered(opened: Open, built: Path, lang: Language) -> None:
    everything = store.findings(built)
    page = opened(lang=lang, section="findings")
    assert f"**{len(everything)}" in said(page)
    kind = "plan_absent"
    # The driver names options outside the page, where no language is chosen: so it is given the name itself.
    page.multiselect(key="kind").set_value([FINDING_KINDS[kind][lang]]).run()
    frame = findings_of(page)
    assert len(frame) == (everything["kind"] == kind).sum()
    assert page.query_params["kind"] == kind


def test_findings_follow_the_region_filter(opened: Open) -> None:
    assert len(findings_of(opened(lang="en", section="findings", region="540000"))) == 1


def test_a_finding_has_as_many_places_as_it_names(opened: Open, small_corpus: SmallCorpus) -> None:
    found = findings_of(opened(small_corpus("three years of one region"), lang="en", section="findings"))
    assert {row["count"] for row in found if "no plan" in row["kind"]} == {"–"}
    for row in found:
        listed = [place for place in row["place"].split(", ") if place != "–"]
        assert row["count"] == (str(len(listed)) if listed else "–")


def findings_of(page: AppTest) -> list[dict]:
    """The rows of the table of findings."""
    [frame] = [table.value for table in page.dataframe if "severity" in table.value]
    return list(frame.to_dict("records"))


@pytest.mark.parametrize("lang", ("zh", "en"))
def test_regions_without_a_plan_are_explained(opened: Open, lang: str) -> None:
    page = opened(lang=lang, region="540000")
    assert not page.exception
    assert len(page.info) == 1


@pytest.mark.parametrize("lang", ("zh", "en"))
def test_definitions_show_counts_of_the_tables(opened: Open, built: Path, lang: Language) -> None:
    page = opened(lang=lang, section="method")
    methods = store.measures(built)["match_method"].value_counts()
    for code in MATCH_METHODS:
        assert f">{methods.get(code, 0):,}<" in row_of(page, code)
    words = html_of(page)
    assert [name[lang] for name in DEPTHS.values() if name[lang] not in words] == []


@pytest.mark.parametrize("lang", ("zh", "en"))
def test_codebook_lists_every_column_of_every_table(opened: Open, lang: str) -> None:
    words = unescape(html_of(opened(lang=lang, section="codebook")))
    for table in TABLES.values():
        missing = [column.name for column in table.columns if getattr(column, lang) not in words]
        assert missing == []


def test_codebook_is_searched_in_either_language(opened: Open) -> None:
    page = opened(lang="en", section="codebook")
    page.text_input(key="codebook_search").set_value("偏移").run()
    names = re.findall(r'<th scope="row"><code>(\w+)</code>', html_of(page))
    assert set(names) == {"cell_start", "char_end", "char_start", "offset", "other_end", "other_start"}
    page.text_input(key="codebook_search").set_value("no such column").run()
    assert len(page.info) == 1


@pytest.mark.parametrize("lang", ("zh", "en"))
def test_every_kind_of_fact_is_explained_with_its_number(opened: Open, built: Path, lang: str) -> None:
    told = [element.value for element in opened(lang=lang, section="method").markdown]
    sizes = store.table_sizes(built)
    for name in ("targets", "indicators", "departments", "citations", "campaigns", "keywords"):
        assert any(
            {"zh": f"**（{sizes[name]:,}） ", "en": f"** ({sizes[name]:,}) "}[lang] in words for words in told
        ), name
    assert sizes["departments"]


@pytest.mark.parametrize("lang", ("zh", "en"))
def test_provenance_and_citations_show_the_checksum(opened: Open, built: Path, lang: str) -> None:
    info = store.build_info(built)
    sha256 = info.sources[0].sha256
    assert sha256 in html_of(opened(lang=lang, section="provenance"))
    page = opened(lang=lang, section="cite")
    codes = [str(code.value) for code in page.code]
    assert sum("@misc{" in code for code in codes) == 2
    [tables] = [code for code in codes if "[DS]" in code]
    for part in (info.version, f"{info.built_at:%Y-%m-%d}", sha256[:12]):
        assert part in tables


def test_all_tables_are_offered_in_each_format(opened: Open) -> None:
    labels = [button.proto.label for button in opened(lang="en", section="download").get("download_button")]
    assert labels[-4:] == ["CSV (ZIP)", "XLSX", "Parquet (ZIP)", "JSON (ZIP)"]


def test_every_kind_of_finding_has_a_name() -> None:
    assert set(FINDING_KINDS) == set(ALL_FINDING_KINDS)


@pytest.mark.parametrize(("lang", "told"), [("zh", "行存疑"), ("en", "doubtful**.")])
def test_method_counts_doubtful_rows(opened: Open, built: Path, lang: str, told: str) -> None:
    doubtful = len(store.findings(built, kinds=["row_doubtful"]))
    (words,) = [one.value for one in opened(lang=lang, section="method").markdown if told in one.value]
    assert f"**{doubtful} " in words


def test_character_classes_have_letters_of_their_own() -> None:
    for lang in LANGUAGES:
        letters = {code: CLASS_LETTERS[code][lang].casefold() for code in CHARACTER_CLASSES}
        assert len(set(letters.values())) == len(CHARACTER_CLASSES)
