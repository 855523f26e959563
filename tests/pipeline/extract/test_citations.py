"""Citations: what stands in 《》, which kind it is, whose it is, and one title for its wordings."""

from pathlib import Path

import pytest

from pipeline.extract.documents.citations import Citation, find_citations
from pipeline.extract.documents.names import load_documents
from pipeline.extract.documents.titles import kind_of, title_key, unwrap_notice
from pipeline.schema.errors import TaxonomyError
from pipeline.schema.model import DOCUMENT_KINDS
from tests.pipeline.sample_plans import TAXONOMY

NAMES = load_documents()
REGIONS = {region.short_zh: region for region in TAXONOMY.regions}


def cited(text: str, region: str = "四川") -> tuple[Citation, ...]:
    return find_citations(text, REGIONS[region], NAMES)


def test_citation_offsets() -> None:
    text = "落实《四川省专利资助资金管理办法》，强化质量导向。"
    (found,) = cited(text)
    assert found == Citation(
        2, 17, "《四川省专利资助资金管理办法》", "四川省专利资助资金管理办法", "measures", "", 0, "510000"
    )
    assert text[found.start : found.end] == found.quote


def test_lists_are_split() -> None:
    text = "推进《浙江省专利条例》《浙江省促进科技成果转化条例》、《浙江日报》和《今日科技》。"
    assert [found.kind for found in cited(text, "浙江")] == [
        "regulation",
        "regulation",
        "publication",
    ]


@pytest.mark.parametrize(
    ("title", "after", "kind"),
    [
        ("种子法", "", "law"),
        ("中华人民共和国专利法（修正案）", "", "law"),
        ("说法", "等电视广播", "publication"),
        ("专利行政执法办法", "", "measures"),
        ("专利执法", "", "publication"),
        ("中华人民共和国专利法实施细则", "", "rules"),
        ("福建省促进专利代理行业发展的意见（暂行）", "", "opinion"),
        ("关于加快知识产权首善之区建设的意见2018年度工作推进计划", "", "plan"),
        ("企业知识产权管理规范", "国家标准", "standard"),
        ("重庆知识产权", "", "publication"),
        ("发挥公证职能作用加强公证服务知识产权保护工作", "的通知，", "notice"),
        ("2017年福建省知识产权保护与发展状况", "白皮书", "report"),
        ("自治区知识产权保护状况（白皮书）", "", "report"),
        ("传统技艺抢救保护工程", "", "other"),
        ("专利保护合作协议", "", "agreement"),
    ],
)
def test_the_last_word_of_a_title_shows_its_kind(title: str, after: str, kind: str) -> None:
    assert kind_of(title, after) == kind
    assert kind in DOCUMENT_KINDS


@pytest.mark.parametrize(
    ("title", "document"),
    [
        ("关于印发〈专利资助办法〉的通知", "专利资助办法"),
        ("国务院办公厅关于转发〈行动计划（2014-2020年）〉的通知", "行动计划（2014-2020年）"),
        ("市商务委等21部门印发关于促进老字号发展实施意见的通知", "关于促进老字号发展实施意见"),
        ("关于建立展会知识产权审查制度的通知", "关于建立展会知识产权审查制度的通知"),
    ],
)
def test_a_notice_is_replaced_by_the_forwarded_document(title: str, document: str) -> None:
    assert unwrap_notice(title) == document


@pytest.mark.parametrize(
    "wordings",
    [
        ("中华人民共和国专利法", "专利法"),
        ("国务院关于加快强国建设的若干意见", "关于加快强国建设的意见", "加快强国建设的若干意见"),
        ("行动计划（2015-2020年）", "行动计划(2015—2020年)", "行动计划"),
        ("专利资助办法（试行）", "专利资助办法"),
        ("2018年宣传工作要点", "2018年度宣传工作要点"),
    ],
)
def test_wordings_of_one_document_have_one_key(wordings: tuple[str, ...]) -> None:
    assert len({title_key(wording) for wording in wordings}) == 1


def test_different_documents_have_different_keys() -> None:
    different = ["广东省专利条例", "湖北省专利条例", "专利奖励办法", "专利奖评奖办法", "专利条例实施细则"]
    assert len({title_key(title) for title in different}) == len(different)


def test_a_list_has_the_issuer_of_its_first_document() -> None:
    text = "制定《甲办法》《乙办法》和《丙细则》；落实《丁办法》"
    assert [found.maker for found in cited(text)] == ["510000", "510000", "510000", ""]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('[[document]]\ntitle = "甲办法"', "kind"),
        ('[[document]]\ntitle = "甲办法"\nkind = "x"\nwordings = []', "measures"),
        ('[[document]]\ntitle = "甲办法"\nkind = "measures"\nwordings = [1]', "wordings"),
        ('[[document]]\ntitle = "甲办法"\nkind = "measures"\nwordings = "乙"', "wordings"),
        (
            '[[document]]\ntitle = "甲办法"\nkind = "measures"\nwordings = []\n'
            '[[document]]\ntitle = "关于甲的意见"\nkind = "opinion"\nwordings = ["甲办法（试行）"]',
            "甲办法",
        ),
        ("document = 1 2", "TOML"),
        ("document = 1", "[[document]]"),
    ],
)
def test_a_mistake_in_the_list_is_explained(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "documents.toml").write_text(text, encoding="utf-8")
    with pytest.raises(TaxonomyError) as reported:
        load_documents(tmp_path)
    assert "documents.toml" in str(reported.value)
    assert message in str(reported.value)
