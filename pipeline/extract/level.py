"""The level of a measure: blank, none, generic or specific."""

from __future__ import annotations

import re
from typing import Final, Literal

Level = Literal["blank", "none", "generic", "specific"]

_NONE: Final = re.compile(r"^(?:无。?$|\D{0,8}?(?:暂无|暂不|暂未|尚无|尚未|没有|未开展|不涉及))")
_LONGEST_NONE: Final = 24
_MARKED: Final = re.compile(r"[\d“”《》\"%A-Za-z]")
_NO_LETTER: Final = re.compile(r"[\W_]+")

_ROUTINE_WORDS: Final = (
    "继续 持续 不断 进一步 大力 积极 稳妥 深入 全面 扎实 切实 认真 及时 严格 逐步 适时 "
    "着力 广泛 有效 有序 充分 不同 根据 按照 按 结合 围绕 实际 要求 组织 探索 推进 "
    "推动 开展 实施 完善 加强 加大 加快 强化 深化 提升 提高 支持 鼓励 引导 落实 做好 "
    "制定 建立 健全 促进 督促 指导 协助 配合 贯彻 执行 保持 工作 力度 相关 有关 方面 "
    "各项 措施 配套 统一 部署 省委 市委 省政府 市政府 国知局 国家局 国家 规定 发展 改革 "
    "情况 重点 建设 机制 运用 知识产权 我省 我市 我区 全省 全市 全区 省属 设区市 县市区 "
    "本校 本地 当地 各 县 市 区 省 等 和 的 对 并 与 及 在 了 将 向 为 中 以 地 "
    "其 该 或 由 从"
)
_ROUTINE: Final = re.compile("|".join(sorted(_ROUTINE_WORDS.split(), key=len, reverse=True)))
_DELIVERED: Final = re.compile(
    "平台|中心|基金|方案|办法|条例|推进会|研讨会|座谈会|培训班|大赛|数据库|目录|报告|白皮书|联盟|指南|会议|清单|规划|计划|名录|标准"
)
_FEWEST_NEW_LETTERS: Final = 4
_FEW_NEW_LETTERS, _SMALL_SHARE = 6, 0.2


def level_of(measure: str, task: str, standard_names: tuple[str, ...] = ()) -> Level:
    """What a measure says of its task.

    Parameters
    ----------
    measure
        The measure cell, without white space.
    task
        The task cell of its row.
    standard_names
        Names of the standard tasks that the row was matched to.

    Returns
    -------
    Level
        ``blank`` where nothing is written; ``none`` where the region says that it has none;
        ``generic`` where the measure only says that the work goes on, or says the task again;
        else ``specific``.
    """
    if not _NO_LETTER.sub("", measure):
        return "blank"
    if len(measure) <= _LONGEST_NONE and _NONE.match(measure):
        return "none"
    if _MARKED.search(measure):
        return "specific"
    known = (task, *standard_names)
    if any(not any(word in name for name in known) for word in _DELIVERED.findall(measure)):
        return "specific"
    new, length = new_letters(measure, known), len(_letters(measure))
    few = new < _FEWEST_NEW_LETTERS or (new < _FEW_NEW_LETTERS and new < _SMALL_SHARE * length)
    return "generic" if few else "specific"


def new_letters(measure: str, known: tuple[str, ...]) -> int:
    """How many letters of a measure are neither routine words nor words of the task."""
    pairs = {name[i : i + 2] for name in map(_letters, known) for i in range(len(name) - 1)}
    text = _letters(measure)
    repeated = [False] * len(text)
    for i in range(len(text) - 1):
        if text[i : i + 2] in pairs:
            repeated[i] = repeated[i + 1] = True
    for match in _ROUTINE.finditer(text):
        repeated[match.start() : match.end()] = [True] * (match.end() - match.start())
    return repeated.count(False)


def _letters(text: str) -> str:
    return _NO_LETTER.sub("", text)
