"""The keywords page: its numbers are those of the tables, and every one of them leads to its sentences."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.elements import answer_of, bare, html_of, table
from tests.pages.keywords.keywords_pages import open_keywords, rows_of, texts_in, texts_of
from tests.pages.scripts import sound

LANGUAGES: Final = ("zh", "en")
SIDES: Final = ("before", "node", "after")
HOSTILE: Final = "<img src=x onerror=alert(1)> *a* $b$ .*["

Open = Callable[..., AppTest]


@pytest.fixture
def opened(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> Open:
    """Opens the page over the corpus at an address: ``opened(lang="en", see="use", term="PCT")``."""
    return lambda **address: open_keywords(corpus, monkeypatch, **address)


def read(corpus: Path, name: str) -> pd.DataFrame:
    return pd.read_parquet(corpus / f"{name}.parquet")


def own_measures(corpus: Path) -> pd.DataFrame:
    """The measures, a cell that is merged with the one above left out."""
    measures = read(corpus, "measures")
    return measures[~measures["merged"].str.split(";").map(lambda cells: "measure" in cells)]


def names(corpus: Path, lang: str) -> dict[str, str]:
    regions = read(corpus, "regions")
    return dict(zip(regions["region_id"], regions[f"short_{lang}"], strict=True))


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("scope", "scope_id"), [("region", "320000"), ("area", "3"), ("task", "4.2")])
def test_distinctive_words_are_those_of_the_table(
    opened: Open, corpus: Path, lang: str, scope: str, scope_id: str
) -> None:
    page = opened(lang=lang, of=scope, **{f"of_{scope}": scope_id})
    keywords = read(corpus, "keywords")
    own = keywords[(keywords["scope"] == scope) & (keywords["scope_id"] == scope_id)]
    low = own["keyness"] - 1.96 * own["keyness"] / own["z"]
    telling = own[(low > 0) & (own["count"] >= 3)]
    assert re.search(rf"\b{len(telling)}\b ?(个词|words)", answer_of(page))
    assert len(table(page)) == len(own)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_word_opens_all_of_its_uses(opened: Open, corpus: Path, lang: str) -> None:
    for row in rows_of(opened(lang=lang, of_region="110000"))[:6]:
        drawer = html_of(opened(lang=lang, of_region="110000", open=row["key"]))
        assert drawer.count('<mark class="mark-term">') == int(row["note"].split()[0]), row["key"]
        assert set(re.findall(r"<mark[^>]*>([^<]+)</mark>", drawer)) == {row["name"]}
        assert '<details class="source">' in drawer


def letters(corpus: Path, term: str) -> pd.DataFrame:
    """Uses of a text by region, counted anew."""
    measures = own_measures(corpus)
    texts = measures["measure_text"].str.upper()
    counted = measures.assign(count=texts.str.count(re.escape(term.upper())))
    found = counted.groupby("region_id").agg(count=("count", "sum"), characters=("characters", "sum"))
    return found.assign(rate=1000 * found["count"] / found["characters"])


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("term", ["专利导航", "pct", "高校院"])
def test_use_of_a_term_by_region(opened: Open, corpus: Path, lang: str, term: str) -> None:
    said = answer_of(opened(lang=lang, see="use", term=term))
    expected = letters(corpus, term)
    assert f"{(expected['count'] > 0).sum()}" in said
    assert f"{expected['rate'].max():.2f}" in said
    assert f"{expected['count'].sum()}" in said


def test_term_of_the_vocabulary_counted_as_a_word(opened: Open, corpus: Path) -> None:
    terms = read(corpus, "terms")
    own = terms[(terms["term"] == "专利") & terms["measure_id"].isin(own_measures(corpus)["measure_id"])]
    said = answer_of(opened(lang="zh", see="use", term="专利", count="word"))
    assert f"共 {len(own):,} 次" in said
    assert len(own) < letters(corpus, "专利")["count"].sum()


def test_filters_narrow_what_is_counted(opened: Open, corpus: Path) -> None:
    measures = own_measures(corpus)
    kept = measures[(measures["area_id"] == "3") & measures["region_id"].isin(["320000", "330000"])]
    page = opened(lang="zh", see="use", term="企业", area="3", region=["320000", "330000"])
    assert "3 创造运用" in answer_of(page)
    uses = kept["measure_text"].str.count("企业").groupby(kept["region_id"]).sum().to_dict()
    assert f"共 {sum(uses.values())} 次" in answer_of(page)
    size = kept.groupby("region_id")["characters"].sum().to_dict()
    told = dict(zip([row["name"] for row in rows_of(page)], texts_of(page), strict=True))
    assert told == {
        names(corpus, "zh")[str(code)]: f"{1000 * count / size[code]:.2f} ({count})"
        for code, count in uses.items()
    }


def test_cell_opens_its_sentences(opened: Open, corpus: Path) -> None:
    page = opened(lang="zh", see="use", term="专利导航", open="text:letters:440000:专利导航")
    assert (
        html_of(page).count('<mark class="mark-term">专利导航</mark>')
        == letters(corpus, "专利导航").at["440000", "count"]
    )


def in_address(page: AppTest, name: str) -> list[str]:
    codes = page.query_params[name]
    return [codes] if isinstance(codes, str) else list(codes)


def lines_of(page: AppTest) -> list[tuple[str, ...]]:
    """Measure, context before, term and context after of each line of a concordance."""
    rows = re.findall(r"<tr><td>.*?</tr>", html_of(page), re.DOTALL)
    side = r'class="{}"[^>]*>(.*?)</td>'
    found = [
        [
            re.search(r'data-open="line:\w+:([^:]+):', row),
            *(re.search(side.format(kind), row) for kind in SIDES),
        ]
        for row in rows
    ]
    return [tuple(bare(match[1]) for match in row if match) for row in found]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_concordance_lines_are_parts_of_their_measures(opened: Open, corpus: Path, lang: str) -> None:
    page = opened(lang=lang, see="lines", term="贯标")
    said = read(corpus, "measures").set_index("measure_id")["measure_text"]
    total = int(letters(corpus, "贯标")["count"].sum())
    assert len(lines_of(page)) == total
    assert f"{total}" in answer_of(page)
    for measure_id, *line in lines_of(page):
        assert line[1] == "贯标"
        assert "".join(line) in said[measure_id]


@pytest.mark.parametrize("sort", ["right", "left"])
def test_lines_can_be_sorted_by_their_context(opened: Open, sort: str) -> None:
    lines = lines_of(opened(lang="zh", see="lines", term="贯标", sort=sort))
    beside = [after if sort == "right" else before[::-1] for _, before, _, after in lines]
    assert len(beside) > 10
    assert beside == sorted(beside)


def test_long_concordance_is_paginated_with_the_page_in_the_address(opened: Open) -> None:
    page = opened(lang="zh", see="lines", term="专利", page="3")
    first = html_of(opened(lang="zh", see="lines", term="专利"))
    assert html_of(page).count("<tr><td>") == first.count("<tr><td>") == 50
    assert in_address(page, "page") == ["3"]
    page.multiselect(key="term").set_value(["企业"]).run()
    assert "page" not in sound(page).query_params


def test_line_opens_its_measure_and_source(opened: Open) -> None:
    page = opened(lang="en", see="lines", term="贯标")
    code = re.search(r'data-open="(line:[^"]+)"', html_of(page))
    assert code
    drawer = html_of(opened(lang="en", see="lines", term="贯标", open=code[1]))
    assert '<mark class="mark-term">贯标</mark>' in drawer
    assert "Source text, lines" in drawer


def test_the_nearest_and_the_farthest_plans_are_named(opened: Open, corpus: Path) -> None:
    likeness, short = read(corpus, "likeness"), names(corpus, "en")
    own = likeness[likeness["plan_id"].str.endswith("320000")].sort_values("cosine", ascending=False)
    others = own["other_id"].str[-6:].map(short)
    said = answer_of(opened(lang="en", see="alike", like="320000"))
    told = [
        said.find(f"{other} {cosine:.2f}") for other, cosine in zip(others[:3], own["cosine"], strict=False)
    ]
    assert -1 < told[0] < told[1] < told[2] < said.find(others.iloc[-1])
    assert len(table(opened(lang="zh", see="alike"))) == len(likeness) / 2


def test_pair_of_plans_opens_its_shared_words(opened: Open, corpus: Path) -> None:
    page = opened(lang="en", see="alike", open="pair:320000:440000")
    keywords = read(corpus, "keywords").query("scope == 'region'")
    own, other = (keywords[keywords["scope_id"] == code].set_index("term") for code in ("320000", "440000"))
    shared = (own["tf_idf"] * other["tf_idf"]).dropna().sort_values(ascending=False)
    shown = table(page)
    assert f"share {len(shared)} words" in html_of(page)
    assert shown["term"].iloc[0] == shared.index[0]
    assert shown["count"].tolist() == own["count"][shown["term"]].tolist()
    assert shown["other_count"].tolist() == other["count"][shown["term"]].tolist()


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("among", ["across", "within"])
def test_reused_text_is_shown_side_by_side(opened: Open, corpus: Path, lang: str, among: str) -> None:
    page = opened(lang=lang, see="reuse", among=among)
    pairs = read(corpus, "reuse")
    same_plan = pairs["region_id"] == pairs["other_region_id"]
    wanted = pairs[same_plan == (among == "within")]
    said = read(corpus, "measures").set_index("measure_id")["measure_text"]
    sections = re.findall(r'<section class="pair">.*?</section>', html_of(page), re.DOTALL)
    assert len(table(page)) == len(wanted) > 0
    assert f"{len(wanted)}" in answer_of(page)
    assert len(sections) == min(len(wanted), 12)
    known = {frozenset(pair) for pair in wanted[["measure_id", "other_id"]].itertuples(index=False)}
    for section in sections:
        ids = re.findall(r'data-open="said:([^"]+)"', section)
        shown = [bare(text) for text in re.findall(r'<p class="said"[^>]*>(.*?)</p>', section, re.DOTALL)]
        assert frozenset(ids) in known
        assert shown == [said[code] for code in ids]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("what", "column"), [("campaigns", "name"), ("citations", "title")])
def test_mentions_by_region(opened: Open, corpus: Path, lang: str, what: str, column: str) -> None:
    page = opened(lang=lang, see="named", what=what)
    rows = read(corpus, what)
    rows = rows[rows["kind"] != "strategy"]
    own = rows[rows["measure_id"].isin(own_measures(corpus)["measure_id"])]
    counts = own.groupby([column, "region_id"]).size()
    regions = own.groupby(column)["region_id"].nunique()
    cells = texts_in(page)
    assert len(cells) > 20
    for code, told in cells.items():
        _, _, region_id, name = code.split(":", 3)
        assert told == str(counts[name, region_id])
    assert f"{len(regions)} " in answer_of(page)
    shown = table(page)
    assert dict(zip(shown["name"], shown["regions"], strict=True)) == regions.to_dict()
    assert shown["regions"].tolist() == sorted(shown["regions"], reverse=True)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_name_opens_its_measures(opened: Open, corpus: Path, lang: str) -> None:
    campaigns = read(corpus, "campaigns")
    name = str(campaigns["name"].value_counts().index[3])
    own = campaigns[campaigns["name"] == name]
    page = opened(lang=lang, see="named", name_campaigns=name)
    quotes = re.findall(r'<mark class="mark-campaign">([^<]+)</mark>', html_of(page))
    assert len(quotes) == min(len(own), len(quotes)) > 0
    assert set(map(bare, quotes)) <= set(own["quote"])
    assert len(table(page)) == own["measure_id"].nunique()
    region_id = str(own["region_id"].iloc[0])
    drawer = html_of(opened(lang=lang, see="named", open=f"named:campaigns:{region_id}:{name}"))
    assert drawer.count('<mark class="mark-campaign">') == (own["region_id"] == region_id).sum()


@pytest.mark.parametrize("see", ["use", "lines"])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_typed_text_is_escaped(opened: Open, see: str, lang: str) -> None:
    page = opened(lang=lang, see=see, term=[HOSTILE, "专利"], open=f"text:letters:320000:{HOSTILE}")
    assert "<img" not in html_of(page)
    assert HOSTILE in bare(html_of(page))
    assert not [element for element in page.markdown if "onerror" in element.value]


def test_terms_are_cut_and_limited_to_eight(opened: Open) -> None:
    page = opened(lang="zh", see="use", term=["长" * 1000, *(f"词{number}" for number in range(20)), "  "])
    assert page.multiselect(key="term").value == ["长" * 40, *(f"词{number}" for number in range(7))]


@pytest.mark.parametrize(
    "code",
    [
        "word:region:999999:专利",
        "word:nonsense:1:专利",
        "word:region",
        "text:letters:320000:",
        "text:::",
        "line:letters:no-such-measure:专利",
        "said:no-such-measure",
        "named:nothing:*:雷霆",
        "pair:320000:999999",
        "pair:540000:710000",
    ],
)
def test_unknown_code_is_explained(opened: Open, code: str) -> None:
    page = opened(lang="en", open=code)
    assert any("No measure was found" in info.value for info in page.info) or "words" in html_of(page)


def test_the_drawer_opens_what_every_page_opens(opened: Open) -> None:
    assert "江苏" in html_of(opened(lang="zh", open="320000:3.4"))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_without_a_term_there_are_terms_to_begin_with(opened: Open, lang: str) -> None:
    page = opened(lang=lang, see="use")
    assert page.info[0].value.startswith({"zh": "在上面选一个词", "en": "Pick a term"}[lang])
    begin = next(button for button in page.button if str(button.key).startswith("begin_"))
    begin.click().run()
    assert in_address(sound(page), "term") == [begin.label]
    assert answer_of(page)


def test_terms_are_kept_between_views(opened: Open) -> None:
    page = opened(lang="zh", see="use", term=["贯标", "PCT"])
    page.button(key="keywords_to_lines").click().run()
    assert in_address(sound(page), "see") == ["lines"]
    assert page.multiselect(key="term").value == ["贯标", "PCT"]
    page.button(key="keywords_to_use").click().run()
    assert in_address(sound(page), "see") == ["use"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_empty_selection_is_explained(opened: Open, lang: str) -> None:
    for see in ("use", "lines", "reuse", "named"):
        page = opened(lang=lang, see=see, term="专利", region="540000")
        assert page.info, see


@pytest.mark.parametrize("see", ["distinct", "use", "lines", "alike", "reuse", "named"])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_tables_without_keywords(
    small_built: Path, monkeypatch: pytest.MonkeyPatch, see: str, lang: str
) -> None:
    page = open_keywords(small_built, monkeypatch, lang=lang, see=see, term="改革")
    assert page.info or answer_of(page)
