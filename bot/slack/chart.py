"""A chart as a picture: bars from left to right, each with its name above it and its number at its end.

One colour that means nothing, no axis, no grid: all that is to be read is written beside what it is about
(Office for National Statistics, "Charts"; Government Analysis Function, "Data visualisation: charts").
Sizes are for a phone, where the picture is shown at about half its width.
"""

from __future__ import annotations

import textwrap
from io import BytesIO
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from programme.words.message import Bar, Chart

WIDTH = 800
_MARGIN, _LINE, _TITLE_LINE, _BAR, _GAP = 32, 32, 40, 30, 26
_ROOM_FOR_NUMBER = 110
_BLUE, _GREY, _INK = "#005EB8", "#595959", "#212B32"
_TITLE_LETTERS, _LABEL_LETTERS = 42, 56


def png(chart: Chart) -> bytes:
    """The chart as a PNG of 800 pixels' width; the same chart gives the same bytes.

    Raises ValueError if there is nothing to draw.
    """
    if not chart.bars:
        raise ValueError(f"The chart {chart.title!r} has no bars.")
    from matplotlib.figure import Figure  # noqa: PLC0415 -- heavy, so loaded when the first chart is drawn

    title = textwrap.wrap(chart.title, _TITLE_LETTERS)
    height = 2 * _MARGIN + len(title) * _TITLE_LINE + sum(_height(bar) for bar in chart.bars)
    figure = Figure(figsize=(WIDTH / 100, height / 100), dpi=100, facecolor="white")
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set(xlim=(0, WIDTH), ylim=(height, 0))
    axes.axis("off")
    _draw(axes, title, chart.bars)
    picture = BytesIO()
    figure.savefig(picture, format="png", dpi=100, metadata={"Software": None})
    return picture.getvalue()


def _label(bar: Bar) -> list[str]:
    return textwrap.wrap(bar.label, _LABEL_LETTERS) or [""]


def _height(bar: Bar) -> int:
    return len(_label(bar)) * _LINE + _BAR + _GAP


def _draw(axes: Axes, title: list[str], bars: tuple[Bar, ...]) -> None:
    """Everything from the top down, in pixels."""
    y = _MARGIN
    for line in title:
        _write(axes, _MARGIN, y, line, size=20, colour=_INK, weight="bold")
        y += _TITLE_LINE
    y += _GAP // 2
    longest = WIDTH - 2 * _MARGIN - _ROOM_FOR_NUMBER
    most = max(1, *(bar.value for bar in bars))
    for bar in bars:
        for line in _label(bar):
            _write(axes, _MARGIN, y, line, size=16, colour=_GREY)
            y += _LINE
        width = longest * max(bar.value, 0) / most
        axes.barh(y + _BAR / 2, width, height=_BAR, left=_MARGIN, color=_BLUE)
        end = _MARGIN + (width + 10 if width else 0)
        _write(axes, end, y + _BAR / 2, str(bar.value), size=17, colour=_INK, weight="bold", at="center")
        y += _BAR + _GAP


def _write(
    axes: Axes,
    x: float,
    y: float,
    text: str,
    *,
    size: int,
    colour: str,
    weight: str = "normal",
    at: Literal["top", "center"] = "top",
) -> None:
    axes.text(
        x, y, text, size=size, color=colour, weight=weight, va=at, family="DejaVu Sans", parse_math=False
    )
