"""Citations: what stands in 《》, which kind it is, whose it is, and one title for its wordings."""

from pathlib import Path

import pytest

from pipeline.extract.documents.citations import Citation, find_citations
from pipeline.extract.documents.kinds import kind_of
from pipeline.extract.documents.names import load_documents
from pipeline.extract.documents.titles import title_key, unwrap_notice
from pipeline.schema.errors import TaxonomyError
from pipeline.schema.model import DOCUMENT_KINDS
from tests.pipeline.sample_plans import TAXONOMY

NAMES = load_documents()
REGIONS = {region.short_zh: region for region in TAXONOMY.regions}


def cited(text: str, region: str = "四川") -> tuple[Citation, ...]:
    return find_citations(text, REGIONS[region], NAMES)


def titles(text: str, region: str = "四川") -> list[str]:
    return [citation.title for citation in cited(text, region)]


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
    ("text", "number", "year"),
    [
        ("落实《关于强国建设的若干意见》（国发〔2015〕71号）要求", "国发〔2015〕71号", 2015),
        ("落实国发[2015]71号《关于强国建设的若干意见》", "国发[2015]71号", 2015),
        ("推广《企业知识产权管理规范》（GB/T 29490-2013）", "GB/T 29490-2013", 2013),
        ("推广《企业知识产权管理规范GB/T29490-2013》", "GB/T29490-2013", 2013),
        ("对《甘肃省专利奖励试行办法》（甘肃省人民政府令第111号）进行修订", "甘肃省人民政府令第111号", 0),
        ("按照《2018年工作要点》", "", 2018),
        ("实施《江西省行动计划（2015-2020年）》", "", 2015),
        ("发放《手册》100余份（12330号）", "", 0),
    ],
)
def test_number_and_year_as_printed(text: str, number: str, year: int) -> None:
    (found,) = cited(text)
    assert (found.number, found.issued_year) == (number, year)


@pytest.mark.parametrize(
    ("text", "quotes"),
    [
        ("印发《关于印发《甲管理办法》的通知》，做好工作", ["《关于印发《甲管理办法》的通知》"]),
        ("修订《新疆实施<促进科技成果转化法>办法》。", ["《新疆实施<促进科技成果转化法>办法》"]),
        ("修订《实施〈专利法〉办法》。", ["《实施〈专利法〉办法》"]),
        ("落实《四川省专利条例，加强保护；出台《乙办法》。", ["《四川省专利条例", "《乙办法》"]),
        ("关于印发《甲办法》的通知》，实施《乙办法》", ["《甲办法》", "《乙办法》"]),
        ("落实《关于印发《甲办法》的通知，加强保护。", ["《甲办法》"]),
        ("落实《加强知识产权保护，做好工作", []),
        ("落实条例》，做好工作", []),
        ("《《《》》》《》《。》", []),
    ],
)
def test_nested_and_broken_brackets(text: str, quotes: list[str]) -> None:
    assert [found.quote for found in cited(text)] == quotes


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


@pytest.mark.parametrize(
    ("region", "text", "title", "maker"),
    [
        ("四川", "落实《省知识产权专项资金管理办法》", "四川省知识产权专项资金管理办法", "510000"),
        ("甘肃", "制定《我省责任考核办法》", "甘肃省责任考核办法", "620000"),
        ("新疆", "发布《自治区典型案例》", "新疆维吾尔自治区典型案例", "650000"),
        ("天津", "依据《市场监管规定》", "市场监管规定", ""),
        ("河南", "出台《高校运营平台管理办法》", "高校运营平台管理办法（河南）", "410000"),
        ("河南", "省委办公厅出台的《关于分配政策的意见》", "关于分配政策的意见（河南）", "410000"),
        ("福建", "落实《关于职称改革的实施意见》", "关于职称改革的实施意见（福建）", "350000"),
        ("广东", "贯彻国家知识产权局《关于小微企业的若干意见》", "关于小微企业的若干意见", "national"),
        ("广东", "落实《企业信息公示暂行条例》", "企业信息公示暂行条例", ""),
        ("广东", "制定《深圳市改革试点方案》", "深圳市改革试点方案", "440000"),
        ("上海", "参照《广东省专利条例》", "广东省专利条例", "440000"),
        ("湖北", "结合《种子法》宣传", "中华人民共和国种子法", "national"),
        ("湖北", "解读《植物新品种保护条例》", "中华人民共和国植物新品种保护条例", "national"),
        (
            "河南",
            "推动《关于加强中国（河南）自贸区工作的若干意见》",
            "关于加强中国（河南）自贸区工作的若干意见",
            "410000",
        ),
    ],
)
def test_issuers(region: str, text: str, title: str, maker: str) -> None:
    (found,) = cited(text, region)
    assert (found.title, found.maker) == (title, maker)


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


@pytest.mark.parametrize(
    "text",
    [
        "在《四川日报》刊登，编辑出版《四川知识产权》杂志",
        "接入《四川省信用信息管理平台》",
        "拍摄并播出《国之利器》英文版，通过《说法》等电视节目宣讲",
    ],
)
def test_media_and_platforms_are_no_documents(text: str) -> None:
    assert cited(text) == ()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("落实国发〔2018〕1号和《专利条例》", [("国发〔2018〕1号", "national"), ("《专利条例》", "")]),
        ("按国家知识产权局第270号公告办理", [("国家知识产权局第270号公告", "national")]),
        ("推广DB32/T 3361-2018", [("DB32/T 3361-2018", "320000")]),
        ("修订省专利奖励办法", [("省专利奖励办法", "510000")]),
        ("落实国家知识产权“十三五”规划", [("国家知识产权“十三五”规划", "national")]),
        ("制定2018年专利执法工作方案", [("2018年专利执法工作方案", "510000")]),
        ("2018年制定工作方案", []),
        ("制定我省知识产权发展规划", []),
        ("制定国家知识产权示范城市工作方案", []),
    ],
)
def test_documents_without_title_marks(text: str, found: list[tuple[str, str]]) -> None:
    assert [(citation.quote, citation.maker) for citation in cited(text)] == found
