"""Documents to be spoilt: parts of the shipped plans, plans drawn by a seed, small plans in every habit."""

import random
from collections.abc import Sequence
from functools import cache

from pipeline.readers import find_sources, read_document
from pipeline.reading.plans.furniture import find_furniture
from pipeline.reading.plans.split import split_plans
from tests.corpora import SHIPPED
from tests.documents.document import with_radicals
from tests.documents.drawing import draw_document
from tests.documents.forms import TABLE_FORMS, dump_of
from tests.documents.text_forms import draw_table_style
from tests.pipeline.cell_layouts import draw_cell_habit, lay_out_cells
from tests.pipeline.layouts import draw_habit, lay_out
from tests.pipeline.sample_plans import ROWS, TAXONOMY

_KINDS = ("shipped", "drawn", "small", "cells")
_WEIGHTS = (2, 4, 3, 2)
_MOST_PLANS = 2
_DRAWN = 40


def draw_text(chance: random.Random) -> tuple[str, str]:
    """The name of a document and its text, as it is before it is spoilt."""
    kind = chance.choices(_KINDS, _WEIGHTS)[0]
    if kind == "shipped":
        plans = _shipped_plans()
        first = chance.randrange(len(plans))
        return f"{kind} {first}", "".join(plans[first : first + chance.randint(1, _MOST_PLANS)])
    if kind == "drawn":
        form = chance.choice((*TABLE_FORMS, "synth"))
        name = f"fuzz{chance.randrange(_DRAWN)}"
        return f"{form} {name}", _drawn_text(form, name)
    seed = chance.randrange(10**6)
    rows = ROWS[: chance.randint(1, len(ROWS))]
    if kind == "small":
        return f"{kind} {seed}", lay_out(rows, draw_habit(random.Random(seed)), seed)
    return f"{kind} {seed}", lay_out_cells(rows, draw_cell_habit(random.Random(seed)), seed)


@cache
def _shipped_plans() -> Sequence[str]:
    """The text of each shipped plan."""
    plans = []
    for file in find_sources([SHIPPED]):
        lines = read_document(file).lines
        for plan in split_plans(lines, find_furniture(lines, TAXONOMY.regions), TAXONOMY):
            plans.append("".join(line + "\n" for line in lines[plan.first_line - 1 : plan.last_line]))
    return plans


def _drawn_text(form: str, name: str) -> str:
    document = draw_document(name)
    if form == "synth":
        return dump_of(document)[0]
    return TABLE_FORMS[form](with_radicals(document), draw_table_style(form, name)).replace("\r\n", "\n")
