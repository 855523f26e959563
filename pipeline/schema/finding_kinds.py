"""The kinds of findings: how much each matters, and what it says in both languages."""

from __future__ import annotations

from typing import Final

FINDING_KINDS: Final = {
    "region_guessed": (
        "doubt",
        "此处开始的工作要点没有标题，按正文用语判为{name_zh}"
        "（{votes} 处；其次为{other_zh}，{other_votes} 处）。",
        "The plan that begins here has no title; its words tell that it is {name_en}'s "
        "({votes} mentions; next is {other_en} with {other_votes}).",
    ),
    "region_of_file": (
        "note",
        "此处开始的工作要点没有标题，按文件名判为{name_zh}。",
        "The plan that begins here has no title; the name of its file tells that it is {name_en}'s.",
    ),
    "row_doubtful": (
        "doubt",
        "“{task}”一行的读法把握不大（置信度 {confidence:.2f}），请对照原文核对。",
        "The reading of the row of “{task}” is not certain (confidence {confidence:.2f}); "
        "hold it against the source.",
    ),
    "match_low": (
        "doubt",
        "“{task}”判为标准任务 {task_id}“{name}”，把握不大（得分 {score:.2f}）。",
        "“{task}” is taken for standard task {task_id}, without much certainty (score {score:.2f}).",
    ),
    "match_near": (
        "doubt",
        "“{task}”判为自设任务，但与某项标准任务相近（得分 {score:.2f}）。",
        "“{task}” is taken for a local task, but comes near a standard one (score {score:.2f}).",
    ),
    "departments_run_together": (
        "note",
        "“{departments}”中的部门名称相连而无顿号，已拆开。",
        "Names of departments run together in “{departments}”; they were parted.",
    ),
    "cell_merged": (
        "note",
        "“{task}”一行的{cell_zh}单元格与上一行合并，两行同用。",
        "The {cell_en} cell of “{task}” is merged with the row above; both rows are given it.",
    ),
    "overprint_removed": (
        "note",
        "“{task}”一行原文重复印刷，去除重复字符 {number} 个，各保留一遍。",
        "In the row of “{task}” the source prints text several times over; "
        "{number} characters were taken out.",
    ),
    "measure_blank": ("note", "“{task}”列而未填举措。", "“{task}” is listed without a measure."),
    "measure_open": (
        "note",
        "“{task}”的举措末尾没有句号，原文或有缺漏。",
        "The measure of “{task}” ends without a full stop; the source may have lost its end.",
    ),
    "departments_blank": ("note", "“{task}”未填责任部门。", "“{task}” names no departments."),
    "departments_left_out": (
        "note",
        "“{task}”一行责任部门中的“{text}”无从判断为何部门，未计入。",
        "The department cell of “{task}” says “{text}”, which can't be told to be a body; it is not counted.",
    ),
    "department_unknown": (
        "doubt",
        "“{department}”不在部门名录中；如确是部门，请补入 departments.toml。",
        "“{department}” is not in the directory of bodies; if it is one, add it to departments.toml.",
    ),
    "target_repeated": (
        "note",
        "“{quote}”在本份工作要点的较早一行已出现；同一目标只计一次。",
        "“{quote}” stands in an earlier row of the plan already; one target counts once.",
    ),
    "target_unread": (
        "doubt",
        "“{task}”的举措中“{quote}”的数值无法确定，未列入量化目标与数量。",
        "The value of “{quote}” in the measure of “{task}” can't be told; it is not among the targets.",
    ),
    "citation_open": (
        "doubt",
        "“{task}”的举措中书名号不成对，引用文件的名称可能读得不全。",
        "The title marks 《》 in the measure of “{task}” do not pair; a cited title may be cut short.",
    ),
    "cell_long": (
        "doubt",
        "“{task}”一行的{cell_zh}单元格有 {number} 个字符，远长于本份工作要点的其他单元格，"
        "可能混入了其他单元格的文字。",
        "The {cell_en} cell of “{task}” has {number} characters, many more than the plan's others; "
        "text of other cells may be in it.",
    ),
    "cell_holds_rows": (
        "doubt",
        "“{task}”一行的单元格可能混入了其他行：引号不成对。请核对原文的引号。",
        "A cell of “{task}” may have taken in other rows, since quotation marks do not pair; check them in "
        "the source.",
    ),
    "cell_number": (
        "doubt",
        "“{task}”一行的{cell_zh}单元格“{text}”只是日期或数字，可能属于其他列。",
        "The {cell_en} cell of “{task}” holds only a date or a number, “{text}”; "
        "it may belong to another column.",
    ),
    "cell_maybe_merged": (
        "doubt",
        "“{task}”一行的{cell_zh}单元格为空，可能是空白，也可能与上一行合并；按空白处理。",
        "The {cell_en} cell of “{task}” is empty: it may be blank, or merged with the row above; "
        "it is taken for blank.",
    ),
    "task_blank": (
        "doubt",
        "此行没有工作内容；请核对原表。",
        "This row has no task; check the source.",
    ),
    "task_departments": (
        "doubt",
        "工作内容“{task}”是部门名称，可能属于责任部门列。",
        "The task “{task}” names departments only; it may belong to the column of departments.",
    ),
    "task_area": (
        "doubt",
        "工作内容“{task}”以工作重点的名称开头，可能混入了工作重点列的文字。",
        "The task “{task}” begins with the name of a key area; the text of another column may be in it.",
    ),
    "departments_none_known": (
        "doubt",
        "“{task}”一行的责任部门“{text}”中没有一个已知的部门，可能属于其他列。",
        "No department in “{text}”, in the row of “{task}”, is known; the text may belong to another column.",
    ),
    "deliverable_joined": (
        "note",
        "“{task}”一行的成果形式另成一列，已接在举措之后，以“{mark}”隔开。",
        "“{task}” has its deliverable in a column of its own; it was put after the measure, behind “{mark}”.",
    ),
    "columns_by_place": (
        "doubt",
        "表头中的{cells}不是已知的列名，已按位置和内容判断其所属的列；请核对，并将列名加入 columns.toml。",
        "The header cells {cells} are not known; their columns were told by their place and by what stands "
        "below. Check them, and add their names to columns.toml.",
    ),
    "columns_left_out": (
        "note",
        "{cells}列不属于工作要点的各列，其文字记入字符台账，未用于分析。",
        "The column {cells} is none of a plan's columns; its text is in the ledger and is not analysed.",
    ),
    "columns_unknown": (
        "doubt",
        "表头中的{cells}不是已知的列，其文字记入字符台账，未用于分析；如应读取，请将列名加入 columns.toml。",
        "The header names {cells}, which is no column that is known; its text is in the ledger and is not "
        "analysed. If it should be read, add its name to columns.toml.",
    ),
    "columns_joined": (
        "note",
        "责任部门分列为{cells}，已合并为一个单元格，并写明各自的角色。",
        "Departments stand in several columns, {cells}; they were joined to one cell, each with its role.",
    ),
    "running_heads_left_out": (
        "note",
        "页眉、页脚{number} 处，记入字符台账，未用于分析（{place_zh}）。",
        "{number} headers and footers are in the ledger and are not analysed ({place_en}).",
    ),
    "comments_left_out": (
        "note",
        "批注 {number} 条，记入字符台账，未用于分析（{place_zh}）。",
        "{number} comments are in the ledger and are not analysed ({place_en}).",
    ),
    "footnotes_left_out": (
        "note",
        "脚注、尾注 {number} 条，记入字符台账，未用于分析（{place_zh}）。",
        "{number} footnotes and endnotes are in the ledger and are not analysed ({place_en}).",
    ),
    "hidden_left_out": (
        "doubt",
        "{place_zh}是隐藏的，其文字记入字符台账，未用于分析；如应读取，请取消隐藏。",
        "{place_en} is hidden; its text is in the ledger and is not analysed. Unhide it to have it read.",
    ),
    "hidden_read": (
        "doubt",
        "{place_zh}有隐藏的行或列 {number} 处，已照常读取；如应略去，请将其删除。",
        "{number} rows or columns hidden at {place_en} were read like others; delete what should not be.",
    ),
    "revisions_accepted": (
        "doubt",
        "文件有修订痕迹 {number} 处，按接受全部修订读取：保留插入的文字，略去删除的文字（{place_zh}）。",
        "{number} tracked changes were read as accepted: insertions kept, deletions dropped ({place_en}).",
    ),
    "images_left_out": (
        "doubt",
        "有图片 {number} 幅，其中的文字没有读取（{place_zh}）。",
        "{number} pictures were not read; text in them is missing ({place_en}).",
    ),
    "invisible_left_out": (
        "doubt",
        "有不可见的文字 {number} 个字符，记入字符台账，未用于分析（{place_zh}）。",
        "{number} characters are invisible; they are in the ledger and are not analysed ({place_en}).",
    ),
    "characters_unmapped": (
        "doubt",
        "有 {number} 个字符在字体中没有对应的文字（{text}），无法读取（{place_zh}）。",
        "{number} characters have no meaning in their font ({text}) and can't be read ({place_en}).",
    ),
    "nested_tables_joined": (
        "note",
        "单元格内另有表格 {number} 个，其文字按顺序并入该单元格（{place_zh}）。",
        "{number} tables stand within cells; their text was joined to the cell in order ({place_en}).",
    ),
    "text_boxes_read": (
        "note",
        "有文本框 {number} 个，其文字按所在位置读取（{place_zh}）。",
        "{number} text boxes were read where they are anchored ({place_en}).",
    ),
    "formulas_without_values": (
        "doubt",
        "有公式 {number} 处没有保存计算结果，无法读取（{place_zh}）；请在 Excel 中打开并另存一次。",
        "{number} formulas hold no stored value ({place_en}); open the file in Excel and save it.",
    ),
    "table_left_out": (
        "doubt",
        "有一个 {number} 行的表格（“{text}”）没有表头，各列又与工作要点的表格不同，没有读入任何一行；"
        "如属工作要点，请补上表头。",
        "A table of {number} rows (“{text}”) has no header and other columns than the plan's; none of it was "
        "read. If it is the plan's, give it a header.",
    ),
    "page_without_table": (
        "doubt",
        "{place_zh}在工作要点的各页之间，却没有找到表格，其文字没有读入任何一行；请对照原文核对。",
        "No table was found on {place_en}, which stands among pages that have one; its text is in no row. "
        "Hold it against the source.",
    ),
    "formats_unread": (
        "doubt",
        "{place_zh}有小数 {number} 个：旧版工作簿（.xls）的数字格式、隐藏的行和批注不能读取，"
        "1.10 会读成 1.1；请核对，或另存为 .xlsx。",
        "{number} numbers with decimals at {place_en}: formats, hidden rows and comments of old workbooks "
        "(.xls) are not read, so that 1.10 becomes 1.1. Check them, or save the file as .xlsx.",
    ),
    "page_empty": (
        "doubt",
        "{place_zh}上什么也没有：可能是空白页，也可能已损坏；请打开文件核对。",
        "Nothing stands on {place_en}: it may be blank, or damaged; open the file and look.",
    ),
    "page_break_unsure": (
        "doubt",
        "{place_zh}是接续上一页的末行，还是另起一行，不能确定；请对照原文核对。",
        "Whether {place_en} goes on with the last row of the page before or begins another is not certain; "
        "hold it against the source.",
    ),
    "text_cut_off": (
        "doubt",
        "{place_zh}的举措在页末中断，下一页没有接续的文字：其余内容可能没有印出；请对照发布单位的原文件核对。",
        "The measure of {place_en} breaks off at the end of its page and does not go on on the next one: the "
        "rest may not be printed; hold it against the publisher's original.",
    ),
    "encoding_guessed": (
        "doubt",
        "文件的编码判为 {text}，把握不大；请核对有无乱码，或另存为 UTF-8。",
        "The encoding is taken for {text} without certainty; check the text, or save the file as UTF-8.",
    ),
    "line_left_out": (
        "note",
        "“{text}”不属于表格的任何一行，记入字符台账，未用于分析。",
        "“{text}” is in no row of the table; it is in the ledger and is not analysed.",
    ),
    "departments_missing": (
        "doubt",
        "表头（{cells}）中没有责任部门列，各行的责任部门均为空。",
        "The header ({cells}) has no column of departments; all rows are without them.",
    ),
    "plan_absent": (
        "note",
        "来源中没有{name_zh}的工作要点；各页按“无工作要点”显示，不计为零。",
        "The sources hold no plan of {name_en}; pages show it as without a plan, never as zero.",
    ),
    "plan_left_out": (
        "error",
        "{source} 第 {line} 行：{why_zh}这份工作要点（{name_zh}）没有收入数据表。",
        "{source}, line {line}: {why_en} This plan ({name_en}) was left out.",
    ),
    "file_left_out": (
        "error",
        "{source}：{why_zh}这个文件没有收入数据表。",
        "{source}: {why_en} This file was left out.",
    ),
    "unaccounted": (
        "error",
        "{source} 第 {line} 行的“{text}”应归入一处，实归入 {claims} 处单元格或版面元素。",
        "“{text}” in line {line} of {source} should belong to one cell or kind of layout text, "
        "and belongs to {claims}.",
    ),
}
"""Each kind of finding: its severity, and its sentence in Chinese and English."""

LOSS_KINDS: Final = (
    "running_heads_left_out",
    "comments_left_out",
    "footnotes_left_out",
    "hidden_left_out",
    "hidden_read",
    "revisions_accepted",
    "images_left_out",
    "invisible_left_out",
    "characters_unmapped",
    "nested_tables_joined",
    "text_boxes_read",
    "formulas_without_values",
    "formats_unread",
    "page_without_table",
    "page_empty",
    "page_break_unsure",
    "text_cut_off",
    "encoding_guessed",
)
"""The kinds of findings that a reader makes: what a format holds that the rows do not."""
