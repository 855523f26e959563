"""Extract the bodies that a department cell names, with role and level.

The level is the administrative level of the body, not its location: ``central`` for central agencies and
their local branches (customs, 人民银行…支行, 检验检疫局); ``provincial`` for the region's own, also of the
Corps; ``city`` for anything below, also development zones; ``other`` for collective names without a single
level (有关部门, 成员单位, 企业). A patent agency office (代办处) belongs to the provincial office that runs
it, unless its printed name starts with 国家知识产权局.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from pipeline.extract.departments.directory import PLACE_ENDS, Body, Directory, load_directory
from pipeline.extract.departments.names import GOVERNMENT, CellSegment, find_body
from pipeline.extract.departments.segments import fold_marks, split_cell
from pipeline.schema.folding import fold_compatibility
from pipeline.taxonomy.loading import Region

__all__ = ["Body", "Directory", "Mention", "find_departments", "load_directory"]

_LIST_SEPARATORS: Final = ("、", "，", ",", "和", "及", "与")
_OWN_PREFIXES: Final = {"municipality": "市", "autonomous_region": "自治区", "corps": "兵团"}
_PROVINCIAL: Final = ("自治区", "省", "兵团")
_CITY_CHARACTERS: Final = ("县", "州", "盟", "旗", "师")
_ALL_LEVELS: Final = ("各级", "地方")
_CITIES: Final = ("各市", "各县", "各区", "各州", "各地", "市县", "市州", "区县", "县区", "团县", "团区")
_CENTRAL: Final = ("国家", "国务院", "中央", "中共中央")
_RANKED: Final = re.compile("(?:国家|[省市县])级")
"""Before a zone, its rank: it is run by a city all the same."""
_SCOPES: Final = ("省", "自治区", "兵团", "市委", "市直", "市属", "市级", "区委", "县委", "团市")
_NATIONAL: Final = ("国家", "中国", "中央", "全国")
_BODY_MARK: Final = re.compile("政府|管委会|^(?:各|有关|相关)|部门|单位$")
"""What bodies have in their names and kinds of places have not."""
_WORD: Final = re.compile("[\u4e00-\u9fff]{2}")
_LONGEST_PARENT: Final = 12
_NEVER_PREFIXED: Final = ("collective", "local_government", "customs", "finance_regulator")

_COPULA: Final = ("为", "是")
_DASHES: Final = ("——", "—", "-")
_CLAUSE_ENDS: Final = ("，", "；", "。", "\n", "：")
_STOPS: Final = ("；", "。", "\n")
_LABEL_STOPS: Final = ("。", "\n")
_BODIES: Final = ("body", "unknown")

_NO_SEGMENT: Final = CellSegment("", 0, 0)


@dataclass(frozen=True)
class Mention:
    """A body as named by a cell; ``department_id`` is '' if unknown."""

    start: int
    end: int
    quote: str
    department_id: str
    full_name: str
    role: str
    level: str
    host_id: str = ""
    """Id of the host body if the body is a second plate; else ''."""


@dataclass
class _State:
    """State of reading a cell: roles so far, the label in force, and the start of the current group."""

    roles: list[str]
    labels_first: bool
    """Whether a role word precedes all bodies, so that role words may be labels without a colon."""
    group_start: int = 0
    comma_start: int = 0
    label: str = ""
    stops: tuple[str, ...] = ()
    has_lead: bool = False
    after_lead: list[int] = field(default_factory=list)
    charged: list[int] = field(default_factory=list)


def find_departments(cell: str, region: Region, directory: Directory) -> tuple[Mention, ...]:
    """Extract the bodies of a department cell in text order, without overlaps.

    ``region`` is the plan's: 市知识产权局 is provincial in Beijing, but a city's in Hebei.
    """
    printed, cell = cell, fold_marks(fold_compatibility(cell))
    segments = split_cell(cell, directory)
    roles = assign_roles(segments, directory)
    endings = _shared_endings(cell, segments, directory)
    mentions: list[Mention] = []
    parent = ""
    for index, (segment, role) in enumerate(zip(segments, roles, strict=True)):
        if segment.kind in ("body", "unknown"):
            parent = _omitted_parent(cell, segment, parent, directory)
            ending = endings.get(index, "")
            mentions.append(_make_mention(cell, segment, role, parent, ending, region, directory))
            parent += cell[segment.name_start : segment.end]
    return tuple(replace(mention, quote=printed[mention.start : mention.end]) for mention in mentions)


def find_unrecognised_texts(cell: str, mentions: Sequence[Mention], directory: Directory) -> tuple[str, ...]:
    """Unrecognised texts of a cell; ``mentions`` is the result of :func:`find_departments`."""
    end, rest = 0, ""
    for mention in mentions:
        rest += cell[end : mention.start]
        end = mention.end
    if not _WORD.search(rest + cell[end:]):
        return ()
    segments = split_cell(fold_marks(fold_compatibility(cell)), directory)
    texts = (cell[segment.start : segment.end] for segment in segments if segment.kind == "text")
    return tuple(text for text in texts if _WORD.search(text))


def has_only_departments(cell: str, directory: Directory) -> bool:
    """Whether a text has known bodies, role words and separators, and nothing else."""
    segments = split_cell(fold_marks(fold_compatibility(cell)), directory)
    # "own" is a clause about what a body does itself, as in a task that starts with a body: 企业开展评议.
    is_known = all(one.kind in ("body", "separator", "role") and one.role != "own" for one in segments)
    return is_known and any(one.kind == "body" for one in segments)


def is_kind_of_place(cell: str, directory: Directory) -> bool:
    """Whether a text that has a body alone may mean a kind of place or institution: 大中型灌区, 中小学校."""
    text = fold_marks(fold_compatibility(cell))
    segments = split_cell(text, directory)
    if len(segments) != 1 or segments[0].kind != "body" or _BODY_MARK.search(text):
        return False
    if segments[0].bare:
        return text not in directory.places.values
    return directory.by_id[segments[0].department_id].kind in ("collective", "local_government")


def _omitted_parent(cell: str, segment: CellSegment, before: str, directory: Directory) -> str:
    """The parent body that a division leaves out, as it is named before: 知识产权局管理处、代办处."""
    name, ids = cell[segment.start : segment.end], directory.names.values
    parents = (before[:length] for length in range(2, min(len(before), _LONGEST_PARENT)))
    found = (one for one in parents if one in ids and ids.get(one + name) == segment.department_id)
    return next(found, "")


def _shared_endings(cell: str, segments: Sequence[CellSegment], directory: Directory) -> dict[int, str]:
    """Endings that bare places in a list share with the last name: 石家庄、保定、廊坊市政府."""
    endings: dict[int, str] = {}
    ending = ""
    for index, segment in reversed(list(enumerate(segments))):
        if segment.kind == "separator" and segment.word in _LIST_SEPARATORS:
            continue
        if segment.bare and ending:
            endings[index] = ending[1:] if ending[0] == cell[segment.end - 1] else ending
        else:
            ending = _shareable_ending(cell, segment, directory)
    return endings


def _shareable_ending(cell: str, segment: CellSegment, directory: Directory) -> str:
    """The part of a body's name after the place, unless it is unique, as that of a zone."""
    if segment.kind != "body" or segment.bare:
        return ""
    body = directory.by_id[segment.department_id]
    if body.kind == "local_government" and body.id != GOVERNMENT:
        return ""
    places = directory.places.at(cell, segment.start)
    place = next((word for word in places if segment.start + len(word) < segment.end), "")
    if not place:
        return cell[segment.name_start : segment.end] if segment.place == "city" else ""
    if directory.places.values[place] != "city":
        return ""
    has_suffix = place[-1] in PLACE_ENDS and place[:-1] in directory.places.values
    return cell[segment.start + len(place) - has_suffix : segment.end]


def _make_mention(
    cell: str, segment: CellSegment, role: str, above: str, ending: str, region: Region, directory: Directory
) -> Mention:
    quote = cell[segment.start : segment.end]
    if segment.kind == "unknown":
        level = _level_of_unknown(quote, segment.place, region, directory)
        return Mention(segment.start, segment.end, quote, "", quote, role, level)
    full_name = above + quote
    if ending:
        full_name = quote + ending
        whole = find_body(full_name, 0, directory)
        known = whole.department_id if whole and whole.end == len(full_name) else segment.department_id
        segment = replace(segment, department_id=known)
    body = directory.by_id[segment.department_id]
    prefix = cell[segment.start : segment.name_start]
    level = _find_level(quote, prefix, segment.place, body, region)
    if level == "provincial" and not prefix and not segment.place:
        full_name = _add_region_prefix(full_name, body, region)
    return Mention(segment.start, segment.end, quote, body.id, full_name, role, level, segment.host_id)


def _level_of_unknown(quote: str, place: str, region: Region, directory: Directory) -> str:
    if quote.startswith(_CENTRAL):
        return "central"
    if place:
        return place
    if prefix := directory.prefixes.longest(quote, 0):
        return _level_of_prefix(prefix, region) or "other"
    place = directory.places.longest(quote, 0)
    return directory.places.values[place] if place else "other"


def _find_level(quote: str, prefix: str, place: str, body: Body, region: Region) -> str:
    if body.level == "city" and _RANKED.match(quote):
        return "city"
    if body.level == "central" or quote.startswith(_CENTRAL):
        return "central"
    if place:
        return "city" if body.level == "city" else place
    prefix = prefix or next((word for word in _SCOPES if quote.startswith(word)), "")
    if level := _level_of_prefix(prefix, region):
        return level
    if quote.startswith(_CITIES):
        return "city"
    if quote.startswith(_ALL_LEVELS):
        return "other"
    return body.level or "provincial"


def _level_of_prefix(prefix: str, region: Region) -> str:
    if any(word in prefix for word in _PROVINCIAL):
        return "provincial"
    if "市" in prefix or "区" in prefix:
        own = {"municipality": "市", "autonomous_region": "区"}.get(region.kind, "")
        return "provincial" if own and own in prefix else "city"
    return "city" if any(sign in prefix for sign in _CITY_CHARACTERS) else ""


def _add_region_prefix(name: str, body: Body, region: Region) -> str:
    """Add the region's prefix to the name of its own body: 工商局 is 省工商局."""
    prefix = _OWN_PREFIXES.get(region.kind, "省")
    if body.kind in _NEVER_PREFIXED or name.startswith((*_PROVINCIAL, *_NATIONAL, prefix, "团")):
        return name
    if body.party_office and not name.startswith(("委", "党委")):
        return f"{prefix}委{name}" if len(prefix) == 1 else f"{prefix}党委{name}"
    return prefix + name


def assign_roles(segments: Sequence[CellSegment], directory: Directory) -> list[str]:
    """The role of each segment: ``lead``, ``support`` or ``named`` for bodies, '' for others.

    - A word after bodies (甲、乙牵头，丙、丁配合), in brackets or not, applies back to the last role word,
      semicolon or full stop; a word of support only back to the last comma, as 甲 leads in 甲，乙配合.
    - A label (牵头单位：甲；配合单位：乙), or a role word in its position, applies to the bodies after it, up
      to the next label or full stop.
    - 会同 and similar words apply forward to a semicolon, a full stop or the end of their brackets.
    - After a lead body, bodies without a role word support, up to the next list number.
    - 负责 and 按职责分工负责 make bodies lead, or support if another body leads. 责任单位： makes them lead
      only if the cell also has supporting bodies: alone it repeats the column heading.
    - 列首位的为牵头单位 and ★为牵头单位 define the lead bodies; all others support.
    - Bodies without a role word before the first supporting body lead: 甲会同乙, 甲，乙配合.
    """
    named = (one for one in segments if one.kind in _BODIES or one.role in ("lead", "support"))
    state = _State([""] * len(segments), next(named, _NO_SEGMENT).kind == "role")
    for at, segment in enumerate(segments):
        starts_item = segment.end - segment.start <= len("（十一）") and at + 1 < len(segments)
        if segment.kind == "separator":
            if segment.word in _STOPS:
                state.group_start = at + 1
            if segment.word == "，":
                state.comma_start = at + 1
            if segment.word in state.stops:
                state.label = ""
        elif segment.kind == "remark" and starts_item and segments[at + 1].kind in _BODIES:
            state.group_start, state.has_lead = at + 1, False
        elif segment.kind == "role":
            _read_role_word(state, at, segments, directory)
        elif segment.kind in _BODIES:
            _read_body(state, at)
    _read_legend(state.roles, segments)
    return _fill_roles(state, segments)


def _read_legend(roles: list[str], segments: Sequence[CellSegment]) -> None:
    """Assign roles by a remark that defines the lead bodies: the first, or those with a mark."""
    legend = next((segment for segment in segments if segment.role == "legend"), None)
    if legend is None:
        return
    bodies = [at for at, segment in enumerate(segments) if segment.kind in _BODIES]
    leads = bodies[:1]
    if legend.word:
        leads = [at for at in bodies if legend.word in {_neighbour(segments, at, i).word for i in (-1, 1)}]
    for at in bodies if leads else ():
        roles[at] = "lead" if at in leads else "support"


def _read_body(state: _State, at: int) -> None:
    if state.has_lead:
        state.after_lead.append(at)
    if state.label == "charge":
        state.charged.append(at)
    elif state.label:
        state.roles[at] = "named" if state.label == "none" else state.label
    if state.label == "lead":
        state.has_lead = True


def _read_role_word(state: _State, at: int, segments: Sequence[CellSegment], directory: Directory) -> None:
    segment = segments[at]
    if segment.role in ("own", "legend"):
        state.group_start = at + 1
    elif _is_label(state, at, segments, directory):
        state.label = segment.role if segment.role != "none" or segment.is_label else ""
        in_brackets = _neighbour(segments, at, -1).word == "（"
        stops = (*_STOPS, *("）" * in_brackets))
        state.stops = stops if segment.word in directory.ahead else _LABEL_STOPS
        state.group_start = at + 1
    elif segment.role != "none":
        since = max(state.group_start, state.comma_start) if segment.role == "support" else state.group_start
        _assign(state, range(since, at), segment.role, segments)
        state.group_start = at + 1


def _assign(state: _State, group: range, role: str, segments: Sequence[CellSegment]) -> None:
    bodies = [at for at in group if segments[at].kind in _BODIES]
    for at in bodies:
        if role == "charge":
            state.roles[at] = state.roles[at] or ("support" if at in state.after_lead else "lead")
        else:
            state.roles[at] = role
    if role == "lead" and bodies:
        state.has_lead = True


def _is_label(state: _State, at: int, segments: Sequence[CellSegment], directory: Directory) -> bool:
    """Whether a role word is a label for the bodies after it."""
    segment, before, after = segments[at], _neighbour(segments, at, -1), _neighbour(segments, at, 1)
    if segment.role == "none" and before.is_label:
        # 牵头单位为：甲
        return False
    if after.word == "：" or (segment.is_label and after.word in _DASHES):
        return True
    if segment.is_label and after.word in _COPULA:
        # 牵头单位为甲
        return True
    if before.word == "（" and after.word == "）":
        # 【牵头】甲【配合】乙
        return state.labels_first
    if after.kind not in _BODIES:
        return False
    if segment.is_label:
        return True
    adjacent = segments[at + 1].kind in _BODIES
    if segment.word in directory.ahead:
        return adjacent
    if segment.role not in ("lead", "support"):
        return False
    starts_clause = before is _NO_SEGMENT or before.word in _CLAUSE_ENDS or before.kind == "remark"
    return state.labels_first or (adjacent and starts_clause)


def _neighbour(segments: Sequence[CellSegment], at: int, step: int) -> CellSegment:
    """The segment before (-1) or after (1) an index, ignoring white space."""
    nearby = (segments[i] for i in (at + step, at + 2 * step) if 0 <= i < len(segments))
    return next((segment for segment in nearby if not segment.word.isspace()), _NO_SEGMENT)


def _fill_roles(state: _State, segments: Sequence[CellSegment]) -> list[str]:
    roles = state.roles
    for at in state.after_lead:
        roles[at] = roles[at] or "support"
    supports = [at for at, role in enumerate(roles) if role == "support"]
    if supports:
        for at in state.charged:
            roles[at] = roles[at] or "lead"
    first = min(supports, default=0)
    for at, segment in enumerate(segments):
        if segment.kind in _BODIES and not roles[at]:
            roles[at] = "lead" if at < first else "named"
    return roles
