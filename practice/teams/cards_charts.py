"""Charts that Teams draws itself, from numbers; the published schema of Adaptive Cards does not know them.

Keys and colours are those of the Adaptive Cards documentation hub of Microsoft 365.
Stricter than Teams in one thing: a chart has a title, which a screen reader says in its place.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from practice.shapes import Agreement, Rule, Shape, flag, listed, no_repeats, one_of
from practice.teams.cards_values import PIXELS, SIDE, WORDS, amount, element

_HUES = ("Red", "Purple", "Lavender", "Blue", "LightBlue", "Teal", "Green", "Lime", "Marigold")
_SPREAD = ("Blue", "LightBlue", "Cyan", "Teal", "Yellow", "Peach", "LightRed", "Red", "Maroon", "Gray")
COLOUR = one_of(
    *("good", "warning", "attention", "neutral"),
    *(f"categorical{hue}" for hue in _HUES),
    *(f"sequential{hue}{step}" for hue in ("", "Red", "Green", "Yellow") for step in range(1, 9)),
    *(f"diverging{hue}" for hue in _SPREAD),
)
COLOUR_SET = one_of(
    *("categorical", "diverging", "sequential", "sequentialred", "sequentialgreen", "sequentialyellow")
)


def _name(value: object, where: str) -> Iterator[str]:
    yield from WORDS(value, where) if isinstance(value, str) else amount(value, where)


def _no_name_twice(chart: Mapping[str, Any], where: str) -> Iterator[str]:
    yield from no_repeats((str(point["x"]) for point in chart["data"]), where, "bar")


_TITLED: dict[str, Rule] = {
    "showTitle": flag,
    "colorSet": COLOUR_SET,
    "maxWidth": PIXELS,
    "showLegend": flag,
    "horizontalAlignment": SIDE,
}
_AXES: dict[str, Rule] = {**_TITLED, "xAxisTitle": WORDS, "yAxisTitle": WORDS, "color": COLOUR}
_RANGE: dict[str, Rule] = {"yMin": amount, "yMax": amount}
_ACROSS: dict[str, Rule] = {
    **_AXES,
    "displayMode": one_of("AbsoluteWithAxis", "AbsoluteNoAxis", "PartToWhole"),
}
_UP: dict[str, Rule] = {**_AXES, **_RANGE, "showBarValues": flag}
_PART = Shape({"legend": WORDS, "value": amount}, {"color": COLOUR})
_POINT = Shape({"x": _name, "y": amount}, {"color": COLOUR})
_NAMED_POINT = Shape({"x": WORDS, "y": amount}, {"color": COLOUR})


def _series(values: Rule) -> Shape:
    return Shape({"legend": WORDS, "values": listed(values)}, {"color": COLOUR})


def _chart(kind: str, each: Rule, more: Mapping[str, Rule], *also: Agreement) -> Shape:
    return element(f"Chart.{kind}", {"title": WORDS, "data": listed(each)}, more, *also)


CHARTS: dict[str, Rule] = {
    "Chart.HorizontalBar": _chart("HorizontalBar", _NAMED_POINT, _ACROSS, _no_name_twice),
    "Chart.VerticalBar": _chart("VerticalBar", _POINT, _UP, _no_name_twice),
    "Chart.HorizontalBar.Stacked": _chart(
        "HorizontalBar.Stacked", Shape({"title": WORDS, "data": listed(_PART)}), _AXES
    ),
    "Chart.VerticalBar.Grouped": _chart(
        "VerticalBar.Grouped", _series(Shape({"x": WORDS, "y": amount})), {**_UP, "stacked": flag}
    ),
    "Chart.Line": _chart("Line", _series(Shape({"x": _name, "y": amount})), {**_AXES, **_RANGE}),
    "Chart.Pie": _chart("Pie", _PART, _TITLED),
    "Chart.Donut": _chart("Donut", _PART, {**_TITLED, "value": WORDS, "valueColor": COLOUR}),
}
