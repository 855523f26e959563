"""Detect measures that deny that there is such work: 不涉及, 暂无此项工作安排, 由国家组织，地方无任务."""

import re
import unicodedata
from typing import Final

from pipeline.extract.levels.features import load_level_words, remove_words
from pipeline.extract.patterns import load_patterns

_MAX_LENGTH: Final = 120
_CLAUSE_END: Final = re.compile(r"[,。;!:.|()\s—-]+")

_PATTERNS: Final = load_patterns("denials")


_MAX_NAMED_LENGTH, _MAX_THING_LENGTH = 30, 14


def is_denial(measure: str) -> bool:
    """Whether a measure only declares that the region does not have or do this work, and why.

    All clauses have to be denials or reasons: neither 没有工作站的县区年底前全部补齐 nor
    我省尚未启动，将遴选3个县先行先试 is a denial.
    """
    if len(measure) > _MAX_LENGTH or not _PATTERNS.negation.search(measure):
        return False
    clauses = [clause for clause in _CLAUSE_END.split(unicodedata.normalize("NFKC", measure)) if clause]
    if any(_PATTERNS.intention.search(clause) for clause in clauses):
        return False
    others = [clause for clause in clauses if not _denies_work(clause)]
    return len(others) < len(clauses) and all(
        _PATTERNS.reason.fullmatch(clause) or _denies_thing(clause) for clause in others
    )


def _denies_work(clause: str) -> bool:
    for negation in _PATTERNS.negation.finditer(clause):
        subject, negated = clause[: negation.start()], clause[negation.end() :]
        if not _is_subject(subject) or (negation[0] in ("不", "非") and not negated):
            continue
        is_named = len(negated) <= _MAX_NAMED_LENGTH and not _PATTERNS.commitment.search(negated, 2)
        if not _PATTERNS.work.sub("", negated) or (
            _PATTERNS.strong_negation.fullmatch(negation[0]) and is_named
        ):
            return True
        if negation[0] == "无" and _PATTERNS.region_itself.fullmatch(subject) and _is_thing(negated):
            return True
    return False


def _denies_thing(clause: str) -> bool:
    """Whether a clause denies something that the work needs: 也未设海关机构."""
    subject, *rest = re.split("[未无不没]", clause, maxsplit=1)
    return bool(rest) and _is_subject(subject) and _is_thing(rest[0])


def _is_thing(negated: str) -> bool:
    is_short = len(negated) <= _MAX_THING_LENGTH
    return is_short and not _PATTERNS.commitment.search(negated) and not _PATTERNS.part_of_word.match(negated)


def _is_subject(subject: str) -> bool:
    if not _PATTERNS.subject.sub("", remove_words(subject, load_level_words().places)):
        return True
    return bool(_PATTERNS.named_subject.fullmatch(subject)) and not _PATTERNS.active.search(subject)
