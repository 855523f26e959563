"""Terms: what is one, what is none, and where it stands."""

import shutil
from pathlib import Path

import pytest

from pipeline.extract.keywords import TERMS_FILE, Lexicon, find_terms, load_lexicon
from pipeline.schema.errors import TaxonomyError
from pipeline.taxonomy.loading import SHARED


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load_lexicon()


def terms_of(text: str, lexicon: Lexicon) -> list[str]:
    return [term.term for term in find_terms(text, lexicon)]


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("开展知识产权质押融资", ["知识产权质押融资"]),
        ("推进专利导航项目和马德里商标国际注册", ["专利导航项目", "马德里商标国际注册"]),
        ("加强地理标志证明商标管理", ["地理标志证明商标"]),
        ("制定专利奖励办法", ["专利奖励"]),
        ("出台奖励办法", ["奖励"]),
        ("以行政执法与刑事司法衔接为重点", ["行政执法与刑事司法衔接"]),
        ("深化“最多跑一次”改革，推行“四书五进”", ["最多跑一次", "改革", "四书五进"]),
        ("建设三品一标基地，适时开展“回头看”", ["三品一标", "基地", "回头看"]),
        ("加大科技金融支持", ["科技金融"]),
        ("《科技金融时报》专版", ["科技金融时报", "专版"]),
        ("落实“双随机一公开”和双随机、一公开抽查", ["双随机一公开", "双随机、一公开", "抽查"]),
        ("培育专精特新企业，实行揭榜挂帅、一企一策", ["专精特新企业", "揭榜挂帅", "一企一策"]),
        ("推进碳达峰碳中和，发展数字经济与５Ｇ", ["碳达峰碳中和", "数字经济", "5G"]),
        ("衔接长三角一体化、一带一路", ["长三角一体化", "一带一路"]),
        ("推行河长制，打好蓝天保卫战", ["河长制", "蓝天保卫战"]),
        ("发放科技贷款，网上办理，公共数据库", ["科技", "贷款", "数据库"]),
    ],
)
def test_compounds_and_policies_are_kept_whole(text: str, terms: list[str], lexicon: Lexicon) -> None:
    assert terms_of(text, lexicon) == terms


def test_boilerplate_is_left_out(lexicon: Lexicon) -> None:
    text = "继续推进，进一步加强，切实做好相关工作，不断完善体制机制，充分运用各类资源，明确提出工作要求。"
    assert terms_of(text, lexicon) == []


def test_counts_numbers_and_single_characters_are_left_out(lexicon: Lexicon) -> None:
    assert terms_of("2018年新增第三批3家，5.8亿元，第二十五届，A类，其中12项", lexicon) == []


@pytest.mark.parametrize(
    "place", ["广东省", "广东", "石家庄市", "石家庄", "海淀区", "长兴县", "兰州大学", "江苏省政府"]
)
def test_places_and_what_begins_with_one_are_left_out(place: str, lexicon: Lexicon) -> None:
    assert terms_of(f"在{place}举办培训班", lexicon) == ["培训班"]


def test_authorities_are_left_out_and_other_bodies_are_not(lexicon: Lexicon) -> None:
    text = "市场监督管理局、财政厅、各有关部门会同海关、公安机关、人民法院"
    assert terms_of(text, lexicon) == ["海关", "公安机关", "人民法院"]


def test_numbers_that_the_dictionary_lists_are_terms(lexicon: Lexicon) -> None:
    assert terms_of("“4·26”期间宣传12330热线", lexicon) == ["4.26", "宣传", "12330", "热线"]


def test_full_width_and_small_letters_are_one_term_with_others(lexicon: Lexicon) -> None:
    text = "申请ＰＣＴ专利、pct专利和PCT专利"
    found = find_terms(text, lexicon)
    assert {term.term for term in found} == {"PCT专利"}
    assert [text[term.start : term.end] for term in found] == ["ＰＣＴ专利", "pct专利", "PCT专利"]


def test_offsets_lead_back_to_the_text(lexicon: Lexicon) -> None:
    text = "支持企业开展专利导航，建设维权援助中心。"
    assert [(t.start, t.end) for t in find_terms(text, lexicon)] == [(6, 10), (13, 19)]


def test_every_word_of_the_dictionary_is_found_whole(lexicon: Lexicon) -> None:
    assert {word for word in lexicon.words if terms_of(word, lexicon) != [word]} == {
        word for word in lexicon.words if word.startswith(lexicon.places)
    }


def test_no_word_of_the_stop_list_is_found(lexicon: Lexicon) -> None:
    assert [word for word in lexicon.stop_words if terms_of(word, lexicon)] == []


@pytest.mark.parametrize("text", ["", "。" * 500, "0" * 5_000, "“" * 5_000, "《" * 5_000, "１２３－４５６"])
def test_text_without_words_has_no_terms(text: str, lexicon: Lexicon) -> None:
    assert find_terms(text, lexicon) == ()


def test_a_very_long_measure(lexicon: Lexicon) -> None:
    text = "开展专利导航。" * 14_000
    assert terms_of(text, lexicon) == ["专利导航"] * 14_000


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ('[stop]\na = ["推进"]\n[cut]\na = ["检查和"]\n', "There is no section [dictionary]"),
        ('[dictionary]\na = "专利导航"\n[stop]\na = ["推进"]\n', "[dictionary]: a should be a list of texts"),
        ('[dictionary]\na = ["专利"]\n[stop]\na = ["推进、加强"]\n', "“推进、加强” can't be a word"),
        ('[dictionary]\na = ["双随机、"]\n[stop]\na = ["推进"]\n', "“双随机、” can't be a word"),
        ('[dictionary]\na = ["专"]\n[stop]\na = ["推进"]\n', "“专” can't be a word"),
        ('[dictionary]\na = ["“双打”"]\n[stop]\na = ["推进"]\n', "“双打”” can't be a word"),
        (
            '[dictionary]\na = ["专利导航"]\n[stop]\nb = ["专利导航"]\n',
            "“专利导航” stands under [dictionary]",
        ),
        ("[dictionary\n", "no valid TOML"),
    ],
)
def test_a_bad_file_is_reported(content: str, message: str, tmp_path: Path) -> None:
    folder = tmp_path / "taxonomy"
    shutil.copytree(SHARED, folder)
    (folder / TERMS_FILE).write_text(content, encoding="utf-8")
    with pytest.raises(TaxonomyError) as raised:
        load_lexicon(folder)
    assert message in raised.value.message_en
    assert raised.value.source == folder / TERMS_FILE


def test_a_word_that_an_analyst_adds_is_kept_whole(tmp_path: Path) -> None:
    folder = tmp_path / "taxonomy"
    shutil.copytree(SHARED, folder)
    file = folder / TERMS_FILE
    text = file.read_text(encoding="utf-8")
    file.write_text(
        text.replace("[dictionary]\n", '[dictionary]\nmine = ["盐湖化工联盟"]\n'), encoding="utf-8"
    )
    assert terms_of("成立盐湖化工联盟", load_lexicon(folder)) == ["盐湖化工联盟"]
