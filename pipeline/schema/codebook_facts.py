"""The codebook's tables of extracted facts: targets, departments, documents, words."""

from __future__ import annotations

from typing import Final

from pipeline.schema.codebook_columns import (
    AREA_ID,
    EDITION,
    FLAG,
    MEASURE_ID,
    OF_MEASURE,
    OF_PLAN,
    OF_REGION,
    REAL,
    TEXT,
    WHOLE,
)
from pipeline.schema.model import DOCUMENT_KINDS, Column, TableSchema

_PLACE: Final = (
    MEASURE_ID,
    OF_PLAN,
    OF_REGION,
    *EDITION,
    AREA_ID,
    Column("task_id", TEXT, "标准任务编号，以分号连接；自设任务为空", "Standard tasks, joined by ';'; empty for a local task"),
)
_QUOTE: Final = Column("quote", TEXT, "原文片段", "As it stands in the text")


def _span(cell_zh: str, cell_en: str) -> tuple[Column, Column]:
    return (
        Column("char_start", WHOLE, f"在{cell_zh}文本中的起始偏移（从 0 起）", f"Where it starts in {cell_en}, from 0"),
        Column("char_end", WHOLE, f"在{cell_zh}文本中的结束偏移（不含）", f"Where it ends in {cell_en}, exclusive"),
    )


TARGETS: Final = TableSchema(
    "targets",
    "量化目标与数量",
    "Targets: the quantities in the measures",
    (
        Column("target_id", TEXT, "编号：<measure_id>-T<序号>", "Target: <measure_id>-T<running number>"),
        *_PLACE,
        _QUOTE,
        Column("value_min", REAL, "下限或数值；无下限为空；零只在写明为目标时计入（零投诉、降为零）", "Value, or the lower bound; missing where open; nought only where it is the aim (零投诉, 降为零)"),
        Column("value_max", REAL, "上限或数值；无上限为空", "Value, or the upper bound; missing where open"),
        Column("unit", TEXT, "单位（照原文；百、千、万、亿已乘入数值）；文字表示的比例（三分之一、七成、半数、1/4）折为 %，翻番、倍增折为倍（翻两番为 4 倍）；原文未写单位的数（由80万提高到120万）为空", "Unit as printed; 百, 千, 万 and 亿 are multiplied out. Shares in words (三分之一, 七成, 半数, 1/4) are in %, doublings in 倍 (翻两番 is 4); empty where the text has none (由80万提高到120万)"),
        Column("comparator", TEXT, "= / range 区间 / >= / <= / ~ 约；不区分是否含界（＞ 与 ≥ 同为 >=）；上下限分写两处的（2场以上、5场以下）合为区间", "=, range, >=, <= or ~; whether a bound is included is not told apart (＞ and ≥ are both >=); a lower and an upper bound of one thing (2场以上、5场以下) are one range"),
        Column("kind", TEXT, "target 承诺的目标 / fact 仅陈述的数量：现状与变化的起点（由3个增加到7个中的3个）、条件（不足100家的市）、政策条款（对达到50件的企业给予……）、限定对象规模的数（年产值1亿元以上的企业、20户以上自然村）。不计：日期、期限（压缩或设限的除外）、序数、书名号和引号内的名称、没有单位的数、负数、写法不明而无法定值的数", "target (committed to) or fact (a quantity that is no commitment: what stands, where a change sets out from, as the 3 of 由3个增加到7个, conditions such as 不足100家的市, terms of an offer, and how large the things are that are meant, as in 年产值1亿元以上的企业). Left out: dates, spans of time but those that are cut down or bounded, ordinals, names in brackets or quotation marks, numbers without a unit, negative numbers, and numerals whose value can't be told"),
        Column("metric", TEXT, "所计之物，取自原句，至名词止：其谓语与修饰从句不取；原句未写明的为空", "What is counted, in the words of the sentence, as far as the noun goes: without what it does and which of it is meant; empty where the sentence names nothing"),
        Column("indicator_id", TEXT, "归入的指标；未归入为空", "Indicator that it belongs to; empty where none"),
        Column("repeat_of", TEXT, "同一份工作要点中更早一处相同的目标；无则为空", "The same target in an earlier row of the plan; empty where there is none"),
        *_span("举措", "measure_text"),
    ),
)

INDICATORS: Final = TableSchema(
    "indicators",
    "指标",
    "Indicators: targets of several regions that count the same thing",
    (
        *EDITION,
        Column("indicator_id", TEXT, "指标编号", "Indicator"),
        Column("name_zh", TEXT, "中文名", "Name in Chinese"),
        Column("name_en", TEXT, "英文名", "Name in English"),
        Column("unit_zh", TEXT, "单位（中文）", "Unit in Chinese"),
        Column("unit_en", TEXT, "单位（英文）", "Unit in English"),
        Column("targets", WHOLE, "目标数（重复者计一次）", "Targets, a repeated one counted once"),
        Column("regions", WHOLE, "地区数", "Regions that set one"),
    ),
)

DEPARTMENTS: Final = TableSchema(
    "departments",
    "责任部门",
    "Departments: each body that a department cell names",
    (
        *_PLACE,
        Column("position", WHOLE, "在单元格中的次序（从 1 起）", "Its place in the cell, from 1"),
        Column("department_id", TEXT, "部门编号；不在名录中的机构为空；挂两块牌子的（科技局（知识产权局））为括号中的牌子。完成时限、责任人、电话、序号和“结合实际抓好落实”之类的话不计", "Body; empty where the directory does not know it; of two plates on one door (科技局（知识产权局）) the one in brackets. Deadlines, people, telephones, numbers of a list and clauses that say how something is done are no bodies"),
        Column("host_id", TEXT, "挂第二块牌子的部门编号，该部门同样计为责任部门；无则为空", "Body on whose door the second plate hangs, which is charged as well; empty where there is one plate"),
        _QUOTE,
        Column("full_name", TEXT, "补全省略前缀后的名称", "Its name with the prefix that the cell leaves out"),
        Column("role", TEXT, "lead 牵头或负责（无人牵头时，按职责分工负责者均为 lead）/ support 配合，或列于牵头部门之后 / named 仅列名；“列首位的为牵头单位”之类的说明对整格有效", "lead: leads, or is responsible (按职责分工负责 makes all lead where nobody else does); support: supports, or stands after a lead; named: no role is printed. A remark such as 列首位的为牵头单位 decides for the whole cell"),
        Column("level", TEXT, "central 中央 / provincial 省级 / city 市县 / other 其他", "central, provincial, city or other"),
        *_span("责任部门", "departments_text"),
    ),
)

BODIES: Final = TableSchema(
    "bodies",
    "部门名录",
    "Bodies: the departments by their canonical names",
    (
        *EDITION,
        Column("department_id", TEXT, "部门编号", "Body"),
        Column("name_zh", TEXT, "规范名称", "Canonical name in Chinese"),
        Column("name_en", TEXT, "英文名", "Name in English"),
        Column("short_zh", TEXT, "中文简称", "Short name in Chinese"),
        Column("short_en", TEXT, "英文简称", "Short name in English"),
        Column("kind", TEXT, "类别", "Kind of body"),
        Column("collective", FLAG, "是否集体称谓（如各有关部门）", "Whether the name stands for several bodies"),
        Column("part_of", TEXT, "所属部门编号；无则为空", "Body that it is part of; empty where none"),
        Column("successor", TEXT, "机构改革后承接其职能的部门编号；无则为空", "Body that a reform put in its place; empty where none"),
        Column("since", WHOLE, "机构改革启用该规范名称的年份；非近年改革所设为 0", "Year of the reform that brought the canonical name; 0 where no recent reform did"),
        Column("mentions", WHOLE, "列名次数", "How often it is named"),
        Column("regions", WHOLE, "地区数", "Regions that name it"),
    ),
)

CITATIONS: Final = TableSchema(
    "citations",
    "引用文件",
    "Citations: each document that a measure names: in title marks of any form, by its number alone, or by an unmarked name that tells its place, year or body or is that of a law or a regulation in force. Platforms, periodicals, books and films are left out",
    (
        Column("citation_id", TEXT, "编号：<measure_id>-C<序号>", "Citation: <measure_id>-C<running number>"),
        *_PLACE,
        _QUOTE,
        Column("title", TEXT, "文件名称（通行的写法；地区自定而名中无地名者，括注地区）", "Title of the document, in its most usual wording; with the region in brackets where it is a region's own and its title names no place"),
        Column("kind", TEXT, "文件类别", "Kind of document"),
        Column("number", TEXT, "所印文号或标准号；无则为空；只以文号指称的文件，名称即为文号", "Document or standard number as printed; empty where none. A document named by its number alone has it for its title"),
        Column("issued_year", WHOLE, "文号或名称中的年份；无则为 0", "Year in its number or title; 0 where none"),
        Column("maker", TEXT, "制定者：national 国家 / 地区代码；无从判断为空", "Whose document it is: national, or the code of a region; empty where nothing tells"),
        *_span("举措", "measure_text"),
    ),
)

DOCUMENTS: Final = TableSchema(
    "documents",
    "文件名录",
    "Documents: the cited documents, each once",
    (
        *EDITION,
        Column("title", TEXT, "名称（通行的写法）", "Title, in its most usual wording"),
        Column("kind", TEXT, "类别：" + "、".join(zh for zh, _ in DOCUMENT_KINDS.values()), "Kind: " + ", ".join(DOCUMENT_KINDS)),
        Column("maker", TEXT, "制定者：national 国家 / 地区代码；无从判断为空", "Whose document it is: national, or the code of a region; empty where nothing tells"),
        Column("variants", TEXT, "其他写法，以分号连接", "Other wordings, joined by ';'"),
        Column("citations", WHOLE, "引用次数", "How often it is cited"),
        Column("regions", WHOLE, "地区数", "Regions that cite it"),
    ),
)

CAMPAIGNS: Final = TableSchema(
    "campaigns",
    "专项行动与项目",
    "Campaigns: each named action, project or platform in a measure",
    (
        *_PLACE,
        Column("name", TEXT, "名称（同名异写归一，不带引号）", "Its name, the same for all its wordings, without quotation marks"),
        Column("kind", TEXT, "action 行动 / project 工程项目 / platform 平台 / event 活动 / strategy 战略与机制（各页不计入行动与项目）/ other 其他", "action, project, platform, event, strategy (not counted among campaigns on pages) or other"),
        _QUOTE,
        *_span("举措", "measure_text"),
    ),
)

TERMS: Final = TableSchema(
    "terms",
    "用词位置",
    "Terms: each use of each term in the measures",
    (
        *EDITION,
        OF_MEASURE,
        OF_REGION,
        Column("area_id", TEXT, "工作重点编号", "Key area"),
        Column("task_id", TEXT, "标准任务编号，以分号连接", "Standard tasks, joined by ';'"),
        Column("term", TEXT, "词", "Term"),
        *_span("举措", "measure_text"),
    ),
)

KEYWORDS: Final = TableSchema(
    "keywords",
    "关键词",
    "Keywords: how each region, key area and task uses each term",
    (
        *EDITION,
        Column("scope", TEXT, "范围：region 地区 / area 工作重点 / task 标准任务", "What the text is of: region, area or task"),
        Column("scope_id", TEXT, "地区代码、工作重点编号或标准任务编号", "Region, key area or standard task"),
        Column("term", TEXT, "词", "Term"),
        Column("count", WHOLE, "次数", "Uses in this text"),
        Column("per_1000", REAL, "每千字次数", "Uses per 1,000 characters of this text"),
        Column("regions", WHOLE, "该范围内使用该词的地区数（范围为地区时，指全部地区）", "Regions that use it in this text; for a region, of all regions"),
        Column("share_of_regions", REAL, "占有工作要点的地区之比（0–1）", "Their share of the regions with a plan, 0 to 1"),
        Column("keyness", REAL, "显著度：加权对数优势比", "Keyness: the weighted log-odds ratio"),
        Column("keyness_low", REAL, "显著度 95% 区间下限", "Lower bound of its 95 % interval"),
        Column("keyness_high", REAL, "显著度 95% 区间上限", "Upper bound of its 95 % interval"),
        Column("z", REAL, "显著度的 z 值", "Keyness over its standard error"),
        Column("distinctive", FLAG, "是否特色用词：用过三次以上，且显著度区间在零之上", "Whether it is distinctive: used three times or more, with an interval above 0"),
        Column("tf_idf", REAL, "TF-IDF", "TF-IDF"),
    ),
)

LIKENESS: Final = TableSchema(
    "likeness",
    "文本相似度",
    "Likeness: how alike two plans are in their words",
    (
        *EDITION,
        OF_PLAN,
        Column("other_id", TEXT, "另一份工作要点编号", "The other plan"),
        Column("cosine", REAL, "TF-IDF 余弦（0–1）", "Cosine of their TF-IDF vectors, 0 to 1"),
    ),
)

PLAN_MAP: Final = TableSchema(
    "plan_map",
    "文本相似地图",
    "Plan map: the plans laid out so that like ones are near each other",
    (
        *EDITION,
        OF_PLAN,
        OF_REGION,
        Column("x", REAL, "横坐标（无单位）", "Across, without a unit"),
        Column("y", REAL, "纵坐标（无单位）", "Up, without a unit"),
        Column("cluster", WHOLE, "组别（从 1 起，大组在前）", "Cluster, from 1, the largest first"),
        Column("silhouette", REAL, "轮廓系数：离本组比离邻组近多少（-1–1；独自一组为 0）", "Silhouette: how much nearer it is to its cluster than to the next, -1 to 1; 0 where it is alone"),
    ),
)

REUSE: Final = TableSchema(
    "reuse",
    "文本重用",
    "Reuse: pairs of measures with nearly the same text, or with a long passage in common",
    (
        *EDITION,
        OF_MEASURE,
        Column("other_id", TEXT, "另一条举措编号", "The other measure"),
        Column("region_id", TEXT, "地区代码", "Region of the measure"),
        Column("other_region_id", TEXT, "另一条举措的地区代码", "Region of the other measure"),
        Column("score", REAL, "相同程度：相同字符占两条举措之比（0–1；任务名称中的字不计）", "How much of the two is the same, 0 to 1; the words of the tasks' names are left out"),
        Column("share_of_shorter", REAL, "相同字符占较短一条之比（0–1）", "How much of the shorter one is the same, 0 to 1"),
        Column("same_characters", WHOLE, "相同字符数", "Characters that are the same"),
        Column("longest", WHOLE, "最长相同段落的字符数（标点与任务名称中的字不计）", "Characters of the longest passage that stands in both; punctuation and the words of the tasks' names are left out"),
        Column("quote", TEXT, "最长相同段落，取自举措", "That passage, as it stands in the measure"),
        *_span("举措", "measure_text"),
        Column("other_start", WHOLE, "在另一条举措文本中的起始偏移（从 0 起）", "Where it starts in the other measure's text, from 0"),
        Column("other_end", WHOLE, "在另一条举措文本中的结束偏移（不含）", "Where it ends in the other measure's text, exclusive"),
    ),
)

LOCAL_TASKS: Final = TableSchema(
    "local_tasks",
    "自设任务",
    "Local tasks: what regions added to the template, the same ideas grouped",
    (
        *_PLACE[:-1],
        Column("kind", TEXT, "local 自有任务名称 / other 只写“其他”，由举措说明", "local (has a task of its own) or other (its task cell says no more than 其他)"),
        Column("name", TEXT, "任务名称；只写“其他”的取举措首句", "Its task, or where there is none, what its measure begins with"),
        Column("group_id", TEXT, "同一想法的编号", "Group of the same idea"),
        Column("group_name", TEXT, "组名：最居中一条的名称", "Name of the group: that of its most central member"),
        Column("group_regions", WHOLE, "该组涉及的地区数", "Regions in the group"),
        Column("score", REAL, "与同组其余各条的平均余弦（0–1）；独自一组为 0", "Mean cosine with the others of its group, 0 to 1; 0 where it is alone"),
        Column("shared_words", TEXT, "与同组其余各条共有的词，以分号连接，最能说明的在前；独自一组为空", "Words that it shares with the others of its group, joined by ';', the most telling first; empty where it is alone"),
        Column("nearest_task_id", TEXT, "最相近的标准任务；没有相近的为空", "The standard task that it is nearest to; empty where none is near"),
        Column("nearest_score", REAL, "与别的地区对该任务最相近的三条举措的平均余弦（0–1）；没有相近的为 0", "Mean cosine with the three likest measures of other regions for that task, 0 to 1; 0 where none is near"),
        Column("nearest_words", TEXT, "与那三条举措共有的词，以分号连接，最能说明的在前", "Words that it shares with those three, joined by ';', the most telling first"),
    ),
)

FACT_TABLES: Final = (
    TARGETS, INDICATORS, DEPARTMENTS, BODIES, CITATIONS, DOCUMENTS, CAMPAIGNS,
    TERMS, KEYWORDS, LIKENESS, PLAN_MAP, REUSE, LOCAL_TASKS,
)
"""The tables of the extracts, in the order in which they are written, exported and explained."""
