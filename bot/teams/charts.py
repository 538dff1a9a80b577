"""A chart that Teams draws by itself; the words and the table beside it say the same to everybody else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.teams.texts import Element, line, paragraph

if TYPE_CHECKING:
    from programme.words.message import Bar, Chart

_NUMBER = "Number"


def chart(drawn: Chart | None) -> list[Element]:
    """The summary, the bars, and the table of the same numbers; a client that cannot draw drops the bars alone."""
    if drawn is None:
        return []
    summary = paragraph(drawn.summary, spacing="Medium")
    bars, name = drawn.bars, drawn.title.strip() or "Chart"
    return [*summary, _picture(name, bars), _table(name, bars)] if bars else summary


def _picture(title: str, bars: tuple[Bar, ...]) -> Element:
    return {
        "type": "Chart.HorizontalBar",
        "title": title,
        "showTitle": True,
        "displayMode": "AbsoluteNoAxis",
        "data": [{"x": bar.label, "y": bar.value} for bar in bars],
        "fallback": "drop",
    }


def _table(title: str, bars: tuple[Bar, ...]) -> Element:
    rows = [(title, _NUMBER), *((bar.label, str(bar.value)) for bar in bars)]
    return {
        "type": "Table",
        "columns": [{"width": 3}, {"width": 1, "horizontalCellContentAlignment": "Right"}],
        "firstRowAsHeaders": True,
        "rows": [_row(*cells, is_header=not place) for place, cells in enumerate(rows)],
    }


def _row(label: str, number: str, *, is_header: bool) -> Element:
    look = {"weight": "Bolder"} if is_header else {}
    cells = [{"type": "TableCell", "items": [line(text or "–", **look)]} for text in (label, number)]
    return {"type": "TableRow", "cells": cells}
