"""What the page on data and methods says at length, in two languages."""

from __future__ import annotations

from typing import Final

from pages.ui.text import Language, Names
from pipeline.store.store import load_level_model

Prose = dict[Language, str]

FINDING_KINDS: Final[Names] = {
    "plan_left_out": {"zh": "未能读取的工作要点", "en": "plan that can't be read"},
    "file_left_out": {"zh": "未能读取的文件", "en": "file that can't be read"},
    "row_doubtful": {"zh": "置信度低的行", "en": "row of low confidence"},
    "unaccounted": {"zh": "字符没有去向", "en": "characters unaccounted for"},
    "region_guessed": {"zh": "地区由正文判断", "en": "region told from the words"},
    "region_of_file": {"zh": "地区由文件名判断", "en": "region told from the file name"},
    "plan_absent": {"zh": "没有工作要点", "en": "no plan"},
    "match_low": {"zh": "任务匹配把握不大", "en": "uncertain match"},
    "match_near": {"zh": "自设任务近似标准任务", "en": "local task near a standard one"},
    "cell_merged": {"zh": "合并单元格", "en": "merged cell"},
    "measure_blank": {"zh": "举措未填", "en": "measure left empty"},
    "measure_open": {"zh": "举措末尾无句号", "en": "measure without an end"},
    "departments_blank": {"zh": "责任部门未填", "en": "departments left empty"},
    "departments_run_together": {"zh": "部门名称相连", "en": "departments run together"},
    "departments_left_out": {"zh": "责任部门中的其他文字", "en": "department cell with other text"},
    "department_unknown": {"zh": "部门不在名录", "en": "body not in the directory"},
    "target_unread": {"zh": "数值无法确定", "en": "numbers whose value can't be told"},
    "citation_open": {"zh": "书名号不成对", "en": "title marks that do not pair"},
    "target_repeated": {"zh": "目标重复出现", "en": "target said twice"},
    "overprint_removed": {"zh": "去除重复印刷", "en": "overprint taken out"},
    "cell_long": {"zh": "单元格过长", "en": "cell too long"},
    "cell_holds_rows": {"zh": "单元格混入其他行", "en": "cell with other rows in it"},
    "cell_number": {"zh": "单元格只是日期或数字", "en": "cell of a date or a number"},
    "cell_maybe_merged": {"zh": "空白或合并单元格", "en": "blank or merged cell"},
    "task_blank": {"zh": "工作内容未填", "en": "task left empty"},
    "task_departments": {"zh": "工作内容似为部门", "en": "task like departments"},
    "task_area": {"zh": "工作内容似含工作重点", "en": "task like a key area"},
    "departments_none_known": {"zh": "责任部门均不在名录", "en": "no known department"},
    "deliverable_joined": {"zh": "成果形式并入举措", "en": "deliverable joined to the measure"},
    "columns_by_place": {"zh": "按位置判断的列", "en": "columns told by their place"},
    "columns_left_out": {"zh": "未采用的列", "en": "columns left out"},
    "columns_unknown": {"zh": "未知的列", "en": "unknown columns"},
    "columns_joined": {"zh": "责任部门分列合并", "en": "columns of departments joined"},
    "running_heads_left_out": {"zh": "页眉页脚未用于分析", "en": "headers and footers not analysed"},
    "comments_left_out": {"zh": "批注未用于分析", "en": "comments not analysed"},
    "footnotes_left_out": {"zh": "脚注尾注未用于分析", "en": "footnotes not analysed"},
    "hidden_left_out": {"zh": "隐藏的文字未用于分析", "en": "hidden text not analysed"},
    "hidden_read": {"zh": "隐藏的行列已读取", "en": "hidden rows or columns read"},
    "revisions_accepted": {"zh": "修订按接受读取", "en": "tracked changes accepted"},
    "images_left_out": {"zh": "图片未读取", "en": "pictures not read"},
    "invisible_left_out": {"zh": "不可见文字未用于分析", "en": "invisible text not analysed"},
    "characters_unmapped": {"zh": "字符无法识别", "en": "characters without a meaning"},
    "nested_tables_joined": {"zh": "嵌套表格已并入", "en": "nested tables joined"},
    "text_boxes_read": {"zh": "文本框已读取", "en": "text boxes read"},
    "formulas_without_values": {"zh": "公式没有结果", "en": "formulas without values"},
    "table_left_out": {"zh": "表格未读入", "en": "table not read"},
    "page_without_table": {"zh": "页上没有找到表格", "en": "page without a table"},
    "formats_unread": {"zh": "数字格式未读取", "en": "number formats not read"},
    "page_empty": {"zh": "空页或损坏的页", "en": "empty or damaged page"},
    "page_break_unsure": {"zh": "换页处是否同一行存疑", "en": "row over a page break unsure"},
    "encoding_guessed": {"zh": "编码为推测", "en": "encoding guessed"},
    "text_cut_off": {"zh": "页末文字中断", "en": "text breaks off at the end of a page"},
    "line_left_out": {"zh": "未采用的文字", "en": "text left out"},
    "departments_missing": {"zh": "没有责任部门列", "en": "no column of departments"},
}
SEVERITY_MEANINGS: Final[Names] = {
    "note": {"zh": "按规则处理，供参考", "en": "done as a rule says, worth knowing"},
    "doubt": {"zh": "把握不大，请核对原文", "en": "uncertain: please look at the source"},
    "error": {"zh": "本次构建不完整", "en": "the build is not clean"},
}
SEVERITY_MARKS: Final = {"note": "○", "doubt": "◐", "error": "●"}

MATCH_MEANINGS: Final[Names] = {
    "exact": {
        "zh": "去掉标点和空白后，与模板的任务名称逐字相同。",
        "en": "The same letters as the template's task once marks and spaces are taken away.",
    },
    "similar": {
        "zh": "改写、截短或有错字，但与某项标准任务足够接近；得分偏低的另列为“存疑”。",
        "en": "Reworded, cut short or misspelt, but near enough to one standard task; a low score is listed "
        "as a doubt.",
    },
    "joined": {
        "zh": "一个单元格写了两项标准任务，两项几乎都完整。",
        "en": "One cell names two standard tasks, both nearly whole.",
    },
    "local": {
        "zh": "与任何标准任务都不够接近，视为自设任务，不进入覆盖矩阵。",
        "en": "Near no standard task: the region's own, and no part of the coverage matrix.",
    },
}
LEVEL_MEANINGS: Final[Names] = {
    "blank": {
        "zh": "举措一栏没有文字，或只有“—”“/”“N/A”。",
        "en": "Nothing is written in the measure's cell, or only a dash, a stroke or N/A.",
    },
    "none": {
        "zh": "通篇只说没有、不涉及或暂不开展这项工作，最多再加上原因；还说了要做什么的不算。",
        "en": "All that it says is that the region does not have or do this work, with the reason at most; "
        "not where it goes on to say what will be done.",
    },
    "generic": {
        "zh": "只重复任务、罗列套语，或只有日期、“详见附件”“按上级部署”。由逻辑回归判定。",
        "en": "It restates the task, strings stock phrases together, or has but a date, a reference to an "
        "annex or to orders from above. Told by a logistic regression.",
    },
    "specific": {
        "zh": "其余：写明了做什么。有量化目标的一律算具体。",
        "en": "All else: it says what will be done. Whatever has a target is specific.",
    },
}
_LEVELS_LEARNT: Final[Prose] = {
    "zh": "“原则性”与“具体”由**逻辑回归**区分，学自十五份工作要点中人工判定的行，以及为其他领域编写的例句。按"
    "地区交叉验证（每份工作要点由未见过它的模型判定），“原则性”的查准率为 {precision}，查全率为 {recall}。词"
    "表在 `data/taxonomy/levels.toml`，增补时参照过这些样本，因此用于新的文件时可能略低。`level_confidence` "
    "是所判层级正确的概率；低于 {unsure} 的，在显示举措处注明。下表中权重为正的指向“原则性”，为负的指向“具"
    "体”。",
    "en": "Generic is told from specific by a **logistic regression**, learnt from the rows of fifteen plans "
    "whose level was given by hand, and from sentences that were written for other fields. Cross-validated "
    "by region (each plan told by a model that has not seen it), it finds generic measures with a precision "
    "of {precision} and a recall of {recall}. Its words are in `data/taxonomy/levels.toml`; they were "
    "extended with these rows in view, so new documents may fare somewhat worse. `level_confidence` is the "
    "probability that the level of a measure is right; where it is below {unsure}, the measure is shown "
    "with a note. In the table, a positive weight speaks for generic, a negative one for specific.",
}
READING: Final[Prose] = {
    "zh": "1. **分份。** 工作要点从标题行开始；标题缺失时，从表头之后第一个工作重点重新出现处开始，并按正文提"
    "到各地区的次数判断属于谁，列为“存疑”。\n"
    "2. **去掉版面文字。** 标题、表头、页码按样式和位置识别；加粗造成的多次重复印刷只保留一遍。\n"
    "3. **分栏。** 其余文字是由空白隔开的片段。对一份工作要点的全部片段一并搜索最可能的读法：每个片段属于哪"
    "一栏，单元格和行从哪里开始。依据有三：用语像哪一栏（各栏的字符模型），一行的长短是否符合该栏宽度，这份"
    "文本在行末和空行上的习惯。\n"
    "4. **合并单元格** 盖住两行的，两行都给，并在 `merged` 一栏注明；台账中只记一次。\n\n"
    "字符模型学自人工整理的十份工作要点，以及标准任务、工作重点、部门名称的清单；没有针对某一省份的规则，也"
    "没有写死的行号。",
    "en": "1. **Plans.** A plan begins at its title. Where the title is lost, it begins where the first key "
    "area comes again after a table header; the region that its words name most often tells whose it is, "
    "and this is listed as a doubt.\n"
    "2. **Layout text.** Titles, table headers and page numbers are known by their form and place. Bold text "
    "that was printed several times over is kept once.\n"
    "3. **Columns.** What remains are fragments parted by white space. One search over all fragments of a "
    "plan looks for the likeliest reading: which column each belongs to, and where cells and rows begin. "
    "Three things speak for a reading: which column the words sound like (a character model for each), "
    "whether lines are as long as the column is wide, and what this plan does at line ends and blank "
    "lines.\n"
    "4. **Merged cells** that reach over two rows are given to both and named in the column `merged`; the "
    "ledger counts them once.\n\n"
    "The character models are learnt from ten plans that were read by hand and from the lists of standard "
    "tasks, key areas and departments. No rule is made for one province, and no line number is written down.",
}
CONFIDENCE: Final[Prose] = {
    "zh": "每一行有一个**置信度**：它读得与原文一字不差的概率（0–1），由提升树按搜索的把握、用语、断行等特征"
    "算出，并以重新排版、答案已知的文件校准。低于界限的行列为“存疑”，引用前请对照原文核对。",
    "en": "Each row has a **confidence**: the probability, from 0 to 1, that it was read to the last "
    "character, told by boosted trees from the margin of the search, the words and the line ends, and "
    "calibrated on documents that were laid out anew and whose rows are known. Rows below a threshold are "
    "listed as doubtful: hold them against the source before you quote them.",
}
MATCHING: Final[Prose] = {
    "zh": "相近程度按相邻两字和单字比较，越少见的字词越重要（逆文档频率，Spärck Jones 1972）；“知识产权”几乎"
    "处处都有，因而几乎不起作用。得分在 0 到 1 之间；与所在工作重点一致的任务，门槛略低。",
    "en": "Nearness compares pairs of neighbouring characters and single ones; the rarer, the more they "
    "count (inverse document frequency, Spärck Jones 1972), so 知识产权, which stands almost everywhere, "
    "counts for little. Scores go from 0 to 1; a task of the key area under which the row stands needs a "
    "little less.",
}
COVERAGE: Final[Prose] = {
    "zh": "**覆盖**是地区 × 标准任务的矩阵；每一格取该地区此项任务各条举措中最深的一级。**已覆盖**：原则性、"
    "具体或量化。**缺口**：未列、列而未填或原则性。“原则性”既算覆盖也算缺口，因为写到了任务，却没写怎么"
    "做。“声明暂无”两者都不算。没有工作要点的地区不在矩阵内，不计为零。",
    "en": "**Coverage** is the matrix of regions by standard tasks; a cell takes the deepest of the region's "
    "measures for the task. **Covered** is generic, specific or quantified. A **gap** is absent, blank or "
    "generic: a generic cell counts as both, since it takes up the task but does not say how. Declared none "
    "is neither. A region without a plan is not in the matrix, and never counts as zero.",
}
LIMITS: Final[Prose] = {
    "zh": "- 层级只看写了什么，不看做得怎样：“具体”不等于有效，“未列”不等于没做。\n"
    "- 匹配和层级比较的是字词，不是意思；换一种说法写同一件事，可能被判为自设任务。\n"
    "- 来源是 PDF 的文本转存件：丢失的标题、断开的句子照原样保留，并列在“存疑与说明”里。\n"
    "- 读法以人工整理的十份工作要点核对；其余各份没有逐行的人工对照。",
    "en": "- Levels tell what is written, not what is done: specific is not effective, and absent is not "
    "idle.\n"
    "- Matching and levels compare words, not meanings: the same work in other words can pass for a local "
    "task.\n"
    "- The source is a text dump of a PDF. A lost title or a broken sentence stays as it is and is listed "
    "among the findings.\n"
    "- The reading is held against ten plans that were read by hand; the others have no such row-by-row "
    "check.",
}
SPREADSHEETS: Final[Prose] = {
    "zh": "- **Excel 请用 XLSX。** 直接打开 CSV 时，Excel 会把任务编号 `3.10` 读成 `3.1`；XLSX 里编号是文本，"
    "不会变。\n"
    '- **pandas** 读 CSV 请写 `pd.read_csv("measures.csv", dtype=str)`，道理相同；Parquet 自带类型。\n'
    "- 以 `=`、`+`、`-`、`@` 等开头的单元格，在 CSV 里前面加了一个半角撇号 `'`，以免表格软件把它当公式执"
    "行；XLSX 里它们本来就是文本。",
    "en": "- **In Excel, use XLSX.** Excel reads the task `3.10` of a CSV file as `3.1`; in XLSX ids are "
    "text and stay.\n"
    '- **In pandas**, read CSV with `pd.read_csv("measures.csv", dtype=str)` for the same reason; Parquet '
    "carries its types.\n"
    "- A CSV cell that a spreadsheet would run as a formula, since it begins with `=`, `+`, `-`, `@` or the "
    "like, is led by an apostrophe `'`; in XLSX it is text anyway.",
}


def levels_learnt(language: Language) -> str:
    """How generic is told from specific, and how well."""
    model = load_level_model()
    return _LEVELS_LEARNT[language].format(
        precision=f"{model.precision:.2f}", recall=f"{model.recall:.2f}", unsure=f"{model.unsure_below:.1f}"
    )


def kinds_of(codes: list[str]) -> list[str]:
    """Kinds of findings in the order in which they are explained; those without a name come last."""
    known = list(FINDING_KINDS)
    return sorted(codes, key=lambda code: (known.index(code) if code in known else len(known), code))
