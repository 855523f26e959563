"""The order of elements, of which PowerPoint is strict and the libraries that read slides are not."""

import io
from typing import Any, Final

import pptx
import pytest

from pipeline.export.office.slides import make_deck
from tests.pipeline.export.office.exhibit_samples import BODIES, exhibit

ORDERS: Final = {
    "c:chartSpace": "date1904 lang roundedCorners style clrMapOvr chart spPr txPr externalData userShapes",
    "c:chart": "title autoTitleDeleted plotArea legend plotVisOnly dispBlanksAs showDLblsOverMax",
    "c:plotArea": "layout barChart scatterChart catAx valAx spPr",
    "c:barChart": "barDir grouping varyColors ser dLbls gapWidth overlap serLines axId",
    "c:scatterChart": "scatterStyle varyColors ser dLbls axId",
    "c:ser": "idx order tx spPr marker invertIfNegative pictureOptions dPt dLbls trendline errBars "
    "cat val xVal yVal smooth",
    "c:dPt": "idx invertIfNegative marker bubble3D explosion spPr",
    "c:marker": "symbol size spPr",
    "c:dLbls": "dLbl delete numFmt spPr txPr dLblPos showLegendKey showVal showCatName showSerName "
    "showPercent showBubbleSize separator showLeaderLines",
    "c:dLbl": "idx delete layout tx numFmt spPr txPr dLblPos showLegendKey showVal showCatName showSerName "
    "showPercent showBubbleSize",
    "c:legend": "legendPos legendEntry layout overlay spPr txPr",
    "c:scaling": "logBase orientation max min",
    "c:catAx": "axId scaling delete axPos majorGridlines minorGridlines title numFmt majorTickMark "
    "minorTickMark tickLblPos spPr txPr crossAx crosses crossesAt auto lblAlgn lblOffset tickLblSkip "
    "tickMarkSkip noMultiLvlLbl",
    "c:valAx": "axId scaling delete axPos majorGridlines minorGridlines title numFmt majorTickMark "
    "minorTickMark tickLblPos spPr txPr crossAx crosses crossesAt crossBetween majorUnit minorUnit",
    "a:ln": "noFill solidFill prstDash round headEnd tailEnd",
    "a:pPr": "lnSpc spcBef spcAft buNone defRPr",
    "a:rPr": "ln noFill solidFill latin ea cs",
    "a:endParaRPr": "ln noFill solidFill latin ea cs",
    "a:defRPr": "ln noFill solidFill latin ea cs",
    "a:p": "pPr r endParaRPr",
    "a:tc": "txBody tcPr",
    "a:tcPr": "lnL lnR lnT lnB noFill solidFill",
    "a:tbl": "tblPr tblGrid tr",
    "p:sp": "nvSpPr spPr style txBody",
    "p:spPr": "xfrm prstGeom noFill solidFill ln",
    "p:txBody": "bodyPr lstStyle p",
}
"""The children that the format (ECMA-376) has for each element, as far as they are used."""


def misplaced(element: Any) -> list[str]:
    """Children that come too early, or that the element doesn't have."""
    found = []
    for tag, order in ORDERS.items():
        known = order.split()
        for parent in element.iter(pptx.oxml.ns.qn(tag)):
            children = [child.tag.split("}")[1] for child in parent]
            strange = [child for child in children if child not in known]
            places = [known.index(child) for child in children if child in known]
            if strange or places != sorted(places):
                found.append(f"{tag}: {' '.join(children)}")
    return found


@pytest.mark.parametrize("name", BODIES)
def test_elements_are_in_schema_order(name: str) -> None:
    slide = pptx.Presentation(io.BytesIO(make_deck([exhibit(name)], "zh"))).slides[0]
    for element in (slide._element, *(s.chart._chartSpace for s in slide.shapes if s.has_chart)):
        assert misplaced(element) == []


@pytest.mark.parametrize("name", [name for name, body in BODIES.items() if hasattr(body, "series")])
def test_points_and_labels_are_numbered_upwards(name: str) -> None:
    slide = pptx.Presentation(io.BytesIO(make_deck([exhibit(name)], "zh"))).slides[0]
    chart = next(shape.chart for shape in slide.shapes if shape.has_chart)._chartSpace
    for parent in (*chart.xpath(".//c:dLbls"), *chart.xpath(".//c:ser"), *chart.xpath(".//c:legend")):
        for child in ("c:dLbl", "c:dPt", "c:legendEntry"):
            numbers = [int(number) for number in parent.xpath(f"./{child}/c:idx/@val")]
            assert numbers == sorted(set(numbers))
