"""How facts are drawn from the measures, on the page on data and methods: one paragraph for each kind."""

from __future__ import annotations

from typing import Final

import streamlit as st

from pages.ui import data
from pages.ui.text import Names, current_language, t

_TITLES: Final[Names] = {
    "targets": {"zh": "量化目标", "en": "Targets"},
    "indicators": {"zh": "指标", "en": "Indicators"},
    "departments": {"zh": "责任部门", "en": "Departments"},
    "citations": {"zh": "引用文件", "en": "Citations"},
    "campaigns": {"zh": "专项行动与项目", "en": "Campaigns"},
    "keywords": {"zh": "关键词", "en": "Keywords"},
    "likeness": {"zh": "相似与重用", "en": "Likeness and reuse"},
    "local_tasks": {"zh": "自设任务", "en": "Local tasks"},
}
_PROSE: Final[Names] = {
    "targets": {
        "zh": "举措中带单位的数，连同上下限一并读出：“不少于2个”记为 ≥ 2，“6-8家”记为区间，“左右”“余”记为约；"
        "万、亿乘入数值。年份、日期、文号、热线、序数、列举编号和含数字的名称（“三合一”“十三五”）不算。计划"
        "承诺交付、达到、保持或支出的是**目标**；已有的、所依托的、仅陈述的是**事实**，不进入图表。同一份工"
        "作要点里，数值与字句都相同的目标出现在两行，只计一次。",
        "en": "A number with its unit, and what bounds it: 不少于2个 is ≥ 2, 6-8家 a range, 左右 and 余 are "
        "about; 万 and 亿 are multiplied out. Years, dates, document numbers, hotlines, ordinals, list "
        "markers and names that hold numbers (三合一, 十三五) are left out. What the plan commits to "
        "deliver, reach, keep or spend is a **target**; what stands already, is leant on or only stated is "
        "a **fact** and no part of the charts. A target that two rows of a plan give with the same value "
        "and words counts once.",
    },
    "indicators": {
        "zh": "几个地区计数同一事物的目标归为一个指标，规则写在 `data/taxonomy/indicators.toml`，可以修改。存"
        "量、新增与增长率分开；金额与件数不混。归不进任何指标的，留在它自己的名目下：归错不如不归。同类事物"
        "的不同量词（家、个、所）视为同一单位。",
        "en": "Targets of several regions that count the same thing are one indicator, by rules in "
        "`data/taxonomy/indicators.toml` that can be edited. Stocks, additions and growth rates are kept "
        "apart, and so are amounts and counts. What fits none stays under its own name: a wrong grouping is "
        "worse than none. Different measure words for one thing (家, 个, 所) are taken for one unit.",
    },
    "departments": {
        "zh": "单元格的每个字符归入部门、角色词、分隔符，或不指任何部门的说明（时限、责任人、序号）。省略的前"
        "缀予以补全（省知识产权局、工商局 → 两者皆为省级），相连的名称拆开；括号中的第二块牌子与挂牌部门合为"
        "一次提及，两个部门都计为责任部门。角色只看原文：牵头、配合、会同等词与“牵头单位：”“列首位的为牵头单"
        "位”等标注；无人牵头时，（按职责分工）负责者都算牵头；有人牵头或配合时，未注明的按位置定（牵头者之后"
        "为配合，配合者之前为牵头）。此外一律记为“列名”，不推断排在首位者牵头。“各有关部门”一类集体称谓保留"
        "原样，不拆成具体部门。级别说明归谁管：海关、人民银行分支等属中央。",
        "en": "Every character of a cell goes to a body, a role word, a separator, or a remark that names "
        "nobody (a deadline, a person, a number of a list). Prefixes that a list leaves out are restored (省"
        "知识产权局、工商局: both provincial), names run together are parted, and a second plate in "
        "brackets is one mention with the body that it hangs on: both are charged. Roles are only what the "
        "cell says: by words such as 牵头, 配合 and 会同, or by labels such as 牵头单位： and 列首位的为牵头"
        "单位. Where nobody leads, those who are responsible (负责, 按职责分工负责) all lead. Where "
        "somebody leads or supports, those without a word of their own support after a lead, and lead "
        "before a support. All others are *named*: standing first is not taken for leading. Collective "
        "names (各有关部门) stay as they are. The level tells whose body it is: customs and branches of the "
        "central bank are central.",
    },
    "citations": {
        "zh": "书名号（《》及‹›、«»等）中的名称，连同所印文号与年份；只写文号、令号、公告号或标准号的；以及不"
        "带书名号的名称，但须写明地区、年份、五年规划或制定机关，或为法律、所执行的条例、“若干意见”一类固有"
        "写法。只说要制定什么（制定实施方案、出台相关政策）的不算；书名号中的平台、报刊、图书与影视戏剧作品"
        "不算。紧接名称的文号属于该名称，不另计。同一文件的全称、简称、“若干意见”与“意见”归为一个名称；各省"
        "自己的同名文件分开。书名号不成对的另列为存疑。",
        "en": "The titles in title marks (《》, ‹›, «» and the like), with number and year where they are "
        "printed; numbers alone, of letters, orders, announcements and standards; and names without marks, "
        "where they tell the place, the year, the five-year plan or the body, or are those of laws or of "
        "regulations that are to be followed (落实节约用水条例), or are worded as only titles are (若干意"
        "见). What is only described (制定实施方案) is left out, and so are platforms, periodicals, books, "
        "programmes and works of the stage or screen in title marks. A number beside a title belongs to it. "
        "Full and short forms of one document share a title; documents of the same name made by different "
        "regions are kept apart. Marks that do not pair are listed as a doubt.",
    },
    "campaigns": {
        "zh": "引号中的名称，由名称本身、其后或其前的名词（行动、工程、平台、大会……）认定；没有引号的，须有自"
        "己的名称（春雷行动、百企强基工程），或为所实施的工程（知识产权强企工程）；没有这类名词的引语，只计"
        "以数字概括并“开展”“实施”的（“四书五进”）和贷款、保险等产品的名称（“天府知来贷”）。口号、品牌、句"
        "子，“专项行动”“三年行动计划”“系统工程”等泛称，以及施工工程不算。同名异写归一，年份去掉。一带一路、"
        "两法衔接、互联网+等战略与机制单列一类，不计入行动与项目。",
        "en": "Names in quotation marks, told by a noun in them, after them or before them (行动, 工程, 平"
        "台, 大会 …). Without the marks, names of their own (春雷行动, 百企强基工程) and projects that are "
        "carried out (实施知识产权强企工程). Of quoted words without such a noun, those with a count that "
        "are started (开展“四书五进”), and names of loans, covers and the like (“天府知来贷”). Mottos, "
        "brands, sentences, general words (专项行动, 三年行动计划, 系统工程) and building works are none. "
        "Wordings of one name are joined, and years are dropped. Strategies and mechanisms (一带一路, 两法衔"
        "接, 互联网+) are a kind of their own and not counted among campaigns.",
    },
    "keywords": {
        "zh": "举措用 jieba 切分，词典取自标准任务、部门、引用文件与 `data/taxonomy/terms.toml`；套话与数字不"
        "计。**显著度**是带信息狄利克雷先验的加权对数优势比（Monroe、Colaresi 与 Quinn，2008），以全部文本为"
        "先验，附 95% 区间；用过三次以上且区间在零之上的，才是**特色用词**；只用过一两次的从不算。TF-IDF 另"
        "列。",
        "en": "Measures are cut by jieba with a dictionary of the standard tasks, bodies, documents and "
        "`data/taxonomy/terms.toml`; boilerplate and numbers are left out. **Keyness** is the weighted "
        "log-odds ratio with an informative Dirichlet prior (Monroe, Colaresi and Quinn 2008), the prior "
        "being the whole corpus, with its 95 % interval; a word is **distinctive** where it is used three "
        "times or more and that interval lies above zero, and never where it is used once or twice. TF-IDF "
        "stands beside it.",
    },
    "likeness": {
        "zh": "两份工作要点的用词相似度是 TF-IDF 向量的余弦；地图是主坐标分析的前两维，只保留了一部分距离，坐"
        "标轴没有含义；分组用 Ward 法，组数取平均轮廓系数最高者。举措的重用先按共有的字串找出候选，再按相同"
        "字符的比例计分：两条大体相同（六成，且不少于 20 字）、一条包含另一条的大部分（六成，且不少于 25 "
        "字），或共有 30 字以上、至多十条举措用到的段落；更短的套话、模板的话与合并单元格不算；每条举措至多"
        "与前面最相同的五条配对。",
        "en": "The likeness of two plans in words is the cosine of their TF-IDF vectors. The map shows the "
        "first two principal coordinates, which keep part of the distances; its axes mean nothing by "
        "themselves. Clusters are Ward's, as many as have the highest mean silhouette. Reused text is "
        "looked for among measures that share strings, and scored by the share of characters that are the "
        "same: two measures that are nearly the same (60 %, at least 20 characters), one that holds most of "
        "another (60 %, at least 25), or a passage of 30 characters or more that at most ten measures have. "
        "Shorter stock phrases, words of the template and merged cells are no reuse; with each measure "
        "stand at most five earlier ones, those that share most with it.",
    },
    "local_tasks": {
        "zh": "不对应任何标准任务的举措。任务格只写“其他”的没有自己的名称，以举措首句为名；“其他：……”取其后的"
        "名称。每个词的权重由工作要点自己给出：不同地区两条都含该词的举措，答复同一标准任务的比例，比任意两"
        "条高多少倍，取对数；“推进”接近 0，“考核”“维权”则高。两条的余弦以平均联接法归组，0.36 起归为同一个想"
        "法：答复不同标准任务的举措中，每千对有一对达到此值（权重由另一半任务得出），答复同一任务的约有八分"
        "之一达到。48 项自设任务先由人工归组，人工归在一起的 14 对中找到 8 对，没有归错；但选定做法时看过这 "
        "48 项的结果，所以这不是独立的检验，有几对只是刚过阈值。整行相比，不分句：分句在标准任务上反而更"
        "差。**相近的标准任务**看别的地区对该任务最相近的三条举措，平均余弦达 0.52 才写出，否则不写；若模板"
        "中没有它自己的任务，二十条举措中有一条会得到错误的提示。",
        "en": "Measures that answer no standard task. Where the task cell says 其他 and no more, there is no "
        "task, and the measure's first sentence is its name; of 其他：… the rest is. What a word weighs is "
        "learnt from the plans: of pairs of measures of different regions that both hold it, how many times "
        "more often than others they answer the same standard task, as a logarithm: 推进 is near 0, 考核 "
        "and 维权 are high. Local tasks are joined by average linkage of their cosines, into one idea from "
        "0.36 on: of pairs of measures that answer different standard tasks, one in a thousand is as much "
        "alike (by weights learnt from the other half of the tasks), and of those that answer the same one, "
        "about one in eight. The 48 local tasks were grouped by hand first: of 14 pairs that belong "
        "together, 8 are found, and none is wrong; but what it did to these 48 was in view when the method "
        "was chosen: this is no independent test, and some pairs are only just above the threshold. Whole "
        "rows are compared: sentence by sentence, fewer of the standard tasks' own pairs are found. A "
        "**standard task near it** is told where the three likest measures of other regions for that task "
        "have a mean cosine of 0.52 or more, and left out otherwise; if a measure's own task were not in "
        "the template, one in twenty would be given a wrong one.",
    },
}


def facts() -> None:
    """What is drawn from the measures, by which rule, and how much of it there is."""
    language = current_language()
    st.subheader(t("怎样提取事实", "How facts are drawn"), anchor=False)
    counts = _counts()
    for name, title in _TITLES.items():
        st.markdown(f"**{title[language]}** ({counts[name]}) {_PROSE[name][language]}")


def _counts() -> dict[str, str]:
    sizes = data.ask("table_sizes")
    counts = {name: f"{sizes[name]:,}" for name in _TITLES}
    pairs, reused = sizes["likeness"] // 2, sizes["reuse"]
    counts["likeness"] = t(
        f"{pairs:,} 对工作要点，{reused:,} 对举措", f"{pairs:,} pairs of plans, {reused:,} of measures"
    )
    named = data.ask("mentions", what="campaigns")
    strategies = int(named.loc[named["kind"] == "strategy", "mentions"].sum())
    counts["campaigns"] = t(
        f"{sizes['campaigns'] - strategies:,}，另有战略与机制 {strategies:,}",
        f"{sizes['campaigns'] - strategies:,}, and {strategies:,} of strategies and mechanisms",
    )
    return counts
