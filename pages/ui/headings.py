"""What a column means that a page has named in its own language, by its heading.

One heading can stand above numbers in one table and above words in another (举措: how many, or which), so
each is explained for both where both occur.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pages.ui.text import FATES

Meaning = tuple[str, str]
"""In Chinese and in English."""

_WORDS: Final = (
    (("地区", "Region"), ("地区简称", "Short name of the region")),
    (("地区代码", "Region code"), ("地区代码（GB/T 2260 六位）", "Six-digit GB/T 2260 code of the region")),
    (("另一地区", "Other region"), ("成对的另一个地区", "The other region of the pair")),
    (("对照地区", "Comparable region"), ("拿来对照的地区", "Region that is compared with")),
    (("对照深度", "Its depth"), ("对照地区对该任务的回答深度", "How deeply that region answers the task")),
    (("大区", "Macro-region"), ("地区所属的大区", "Macro-region that the region belongs to")),
    (("状态", "State"), ("是否符合，或为何不在其中", "Whether the region meets it, or why it can't")),
    (("状态", "Status"), ("有无工作要点", "Whether the region has a plan")),
    (("工作重点", "Key area"), ("工作重点的编号或名称", "Number or name of the key area")),
    (("编号", "No."), ("标准任务编号或地区代码", "Number of the standard task, or code of the region")),
    (("任务编号", "Task no."), ("标准任务编号", "Number of the standard task")),
    (("标准任务", "Standard task"), ("标准任务名称", "Name of the standard task")),
    (
        ("任务", "Task"),
        ("标准任务的编号或名称；自设任务为其名称", "The standard task, or the local task's name"),
    ),
    (("另一任务", "Other task"), ("另一条举措的标准任务", "Standard tasks of the other measure")),
    (("深度", "Depth"), ("该地区对该任务的回答深度", "How deeply the region answers the task")),
    (("缺口", "Gap"), ("是否缺口：未列、空白或原则性", "Whether it is a gap: absent, blank or generic")),
    (("条件", "Condition"), ("组合查询对该任务的要求", "What the combination asks of the task")),
    (("本地区原文", "Own words"), ("本地区对该任务所写的举措", "What the region itself wrote for the task")),
    (("举措", "Measure"), ("具体举措及成果形式原文", "Measure cell as printed")),
    (("另一举措", "Other measure"), ("另一条举措的原文", "Text of the other measure")),
    (("举措编号", "Measure id"), ("举措编号：<plan_id>-<序号>", "Measure: <plan_id>-<running number>")),
    (("另一举措编号", "Other measure id"), ("另一条举措的编号", "Id of the other measure")),
    (("责任部门", "Departments"), ("责任部门原文", "Department cell as printed")),
    (("部门", "Body"), ("部门的规范名称", "Canonical name of the body")),
    (("部门编号", "Body id"), ("部门的编号", "Id of the body")),
    (("牵头", "Leads"), ("牵头的部门", "Bodies that lead")),
    (("配合", "Supports"), ("配合的部门", "Bodies that support")),
    (("列名", "Named"), ("未印角色、仅列名的部门", "Bodies that are named without a role")),
    (("指标", "Indicator"), ("归入的指标", "Indicator that the target belongs to")),
    (("数值", "Value"), ("目标的数值与单位", "Value of the target with its unit")),
    (("原文单位", "Unit as printed"), ("原文所印单位", "Unit as the source prints it")),
    (("比较", "Comparator"), ("数值的比较方式", "How the value binds: at least, at most, about, equal")),
    (
        ("计量对象", "What is counted"),
        ("计量对象（取自原句）", "What is counted, in the words of the sentence"),
    ),
    (("原句", "Sentence"), ("目标所在的整句", "The sentence that the target stands in")),
    (("原文行", "Source lines"), ("在源文件中的行", "Lines of the source file")),
    (("目标编号", "Target id"), ("目标编号：<measure_id>-T<序号>", "Target: <measure_id>-T<running number>")),
    (
        ("最长相同段落", "Passage"),
        ("两条共有的最长一段", "The longest passage that stands in both"),
    ),
    (
        ("特色用词", "Distinctive"),
        (
            "用过三次以上，且显著度区间在零之上",
            "Used three times or more, with an interval of keyness above 0",
        ),
    ),
    (("词", "Word"), ("所比较的词", "The word that is compared")),
    (("词", "Term"), ("所查的词", "The term that was looked for")),
    (("前文", "Before"), ("该词之前的文字", "What stands before the term")),
    (("后文", "After"), ("该词之后的文字", "What stands after the term")),
    (("名称", "Name"), ("行动、项目或文件的名称", "Name of the campaign, project or document")),
    (
        ("工作要点", "Plan"),
        ("工作要点所属地区，有多个年份时加年份", "Region of the plan, and its year where there are several"),
    ),
    (("类别", "Kind"), ("专项行动或文件的类别", "What kind of campaign or document it is")),
    (("哪些地区", "Which regions"), ("点名或引用的地区", "Regions that name or cite it")),
    (("类型", "Kind"), ("自有任务名称，或只写“其他”", "A task of its own, or no more than “other”")),
    (("想法", "Idea"), ("同一想法的名称", "Name of the idea that regions share")),
    (("想法编号", "Group"), ("同一想法的编号", "Id of the idea that regions share")),
    (("共有的词", "Shared words"), ("与同组其余各条共有的词", "Words shared with the others of the group")),
    (
        ("相近的标准任务", "Standard task near it"),
        ("最相近的标准任务", "The standard task that it is nearest to"),
    ),
    (
        ("与其共有的词", "Words shared with it"),
        ("与该标准任务的回答共有的词", "Words shared with that task's answers"),
    ),
    (("组", "Group"), ("用词相近的组", "Group of plans that are alike in their words")),
)

_CHARACTERS: Final = tuple(
    ((zh, en), ("该类字符数", "Characters of this class"))
    for zh, en in (*((name["zh"], name["en"]) for name in FATES.values()), ("版面文字", "layout text"))
)

_NUMBERS: Final = (
    *_CHARACTERS,
    (("非空白字符", "Characters"), ("全部字符数，空白除外", "All characters, white space apart")),
    (("格数", "Cells"), ("格数：地区与标准任务的组合", "Pairs of a region and a standard task")),
    (("缺口", "Gaps"), ("缺口数：未列、空白或原则性的格", "Gaps: cells that are absent, blank or generic")),
    (("任务数", "Tasks"), ("计入的标准任务数", "Standard tasks that count")),
    (("标准任务", "Standard tasks"), ("列出的标准任务数", "Standard tasks that are listed")),
    (("地区数", "Regions"), ("涉及的地区数", "Number of regions")),
    (
        ("对照地区数", "Compared regions"),
        ("作对照的有工作要点的地区数", "Regions with a plan that are compared"),
    ),
    (
        ("具体及以上", "Specific or deeper"),
        ("深度为具体或量化的格数", "Cells that are specific or quantified"),
    ),
    (
        ("对照地区中具体及以上", "Specific or deeper, compared regions"),
        ("对照地区中深度为具体或量化的个数", "Compared regions that are specific or quantified"),
    ),
    (("计数", "Count"), ("本行计入的格数", "Cells of the row that count")),
    (
        ("覆盖", "Covered"),
        ("覆盖的格数：原则性、具体或量化", "Cells that are generic, specific or quantified"),
    ),
    (("覆盖率（%）", "Covered, %"), ("覆盖的格所占百分比", "Covered cells in per cent of all")),
    (("举措", "Measures"), ("举措的条数", "Number of measures")),
    (("举措数", "Measures"), ("举措的条数", "Number of measures")),
    (("举措字数", "Characters"), ("举措文字的字符数", "Characters of the measures")),
    (("字符", "Characters"), ("举措文字的字符数", "Characters of the measures")),
    (("量化目标", "Targets"), ("量化目标数", "Number of targets")),
    (("目标数", "Targets"), ("计入的量化目标数", "Targets that count")),
    (("部门", "Departments"), ("点名的部门数", "Number of bodies named")),
    (("部门数", "Bodies"), ("点名的部门数", "Number of bodies named")),
    (
        ("半数以上地区都交给的部门数", "Bodies charged by at least half"),
        ("半数以上作答的地区都交给的部门数", "Bodies that at least half of the regions charge"),
    ),
    (("牵头", "Leads"), ("牵头的举措数", "Measures that the body leads")),
    (("配合", "Supports"), ("配合的举措数", "Measures that the body supports")),
    (("列名", "Named"), ("仅列名的举措数", "Measures that name the body without a role")),
    (
        ("分工差异（0–1）", "Difference (0–1)"),
        ("各地所交部门的平均 Jaccard 距离", "Mean Jaccard distance of the bodies that regions charge"),
    ),
    (("首行", "First line"), ("源文件首行（从 1 起）", "First source line, counted from 1")),
    (("末行", "Last line"), ("源文件末行（从 1 起）", "Last source line, counted from 1")),
    (("下限", "Lower"), ("下限或数值", "Lower bound, or the value")),
    (("上限", "Upper"), ("上限或数值", "Upper bound, or the value")),
    (
        ("其他地区的目标数", "Targets of other regions"),
        ("其他地区同一指标的目标数", "Their targets of the indicator"),
    ),
    (("其中最小", "Lowest of them"), ("其他地区目标的最小值", "Lowest target of the other regions")),
    (("其中最大", "Highest of them"), ("其他地区目标的最大值", "Highest target of the other regions")),
    (
        ("全部目标的中位数", "Median of all"),
        ("同一指标全部目标的中位数", "Median of all targets of the indicator"),
    ),
    (
        ("写得具体的标准任务", "Specific standard tasks"),
        ("深度为具体或量化的标准任务数", "Standard tasks that are specific or quantified"),
    ),
    (("其中量化", "Of them quantified"), ("其中深度为量化的个数", "Those of them that are quantified")),
    (("量化的比例（%）", "Share quantified (%)"), ("量化所占百分比", "Quantified ones in per cent")),
    (("重复，不计", "Repeats, not counted"), ("重复而不计的目标数", "Targets that repeat an earlier one")),
    (("次数", "Uses"), ("出现次数", "Number of uses")),
    (("次数", "Places"), ("出现处数", "Number of places")),
    (("每千字", "Per 1,000"), ("每千字次数", "Uses per 1,000 characters")),
    (("地区占比", "Share of regions"), ("用过该词的地区所占比例", "Share of the regions that use the term")),
    (("显著度", "Keyness"), ("显著度：加权对数优势比", "Keyness: the weighted log-odds ratio")),
    (("TF-IDF", "TF-IDF"), ("词频与逆文档频率之积", "Term frequency times inverse document frequency")),
    (
        ("起始位置", "Starts at"),
        ("在举措文本中的起始偏移（从 0 起）", "Where it starts in the measure, from 0"),
    ),
    (("横坐标", "Across"), ("地图横坐标（无单位）", "Place across on the map, without a unit")),
    (("纵坐标", "Up"), ("地图纵坐标（无单位）", "Place up on the map, without a unit")),
    (("余弦", "Cosine"), ("用词的余弦相似度（0–1）", "Cosine of the words of two plans, 0 to 1")),
    (("相同程度", "Same"), ("相同字符占两条举措的百分比", "Same characters in per cent of both measures")),
    (("占较短一条", "Of the shorter one"), ("相同字符占较短一条的百分比", "In per cent of the shorter one")),
    (
        ("最长段落字数", "Longest passage"),
        ("最长相同段落的字符数", "Characters of the longest passage that stands in both"),
    ),
    (("相同字数", "Same characters"), ("相同字符数", "Characters that are the same")),
    (("共计", "Total"), ("各列合计", "Sum of the columns")),
    (("该想法的地区数", "Regions with the idea"), ("写有该想法的地区数", "Regions that have the idea")),
    (
        ("相近程度", "How near"),
        ("与该标准任务的余弦相似度（0–1）", "Cosine with that task's answers, 0 to 1"),
    ),
    (("组", "Group"), ("用词相近的组的编号", "Number of the group of plans alike in their words")),
)


def _by_heading(entries: tuple[tuple[Meaning, Meaning], ...]) -> Iterator[tuple[str, Meaning]]:
    # Later ones give way: of two meanings of one heading the first is the more usual.
    for headings, meaning in reversed(entries):
        for heading in headings:
            yield heading, meaning


_MEANINGS: Final = {False: dict(_by_heading(_WORDS)), True: dict(_by_heading(_NUMBERS))}


def meaning_of(heading: str, *, numeric: bool) -> Meaning | None:
    """What a column under a heading means; None where the heading is not known."""
    return _MEANINGS[numeric].get(heading) or _MEANINGS[not numeric].get(heading)
