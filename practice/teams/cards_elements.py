"""What stands in the body of a card: words, facts, tables, pictures and boxes around them.

Keys are those of Adaptive Cards 1.5 and 1.6 as Microsoft 365 documents them. What nobody here can draw yet
(carousels, badges, icons, media) is refused, and so are two things that Teams would take: words that do not wrap,
which a phone cuts off, and a picture without words for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from practice.shapes import Rule, Shape, by_type, flag, listed, number, one_of
from practice.teams.cards_values import (
    GROUND,
    HEIGHT,
    PIXELS,
    SIDE,
    WEB_ADDRESS,
    WORDS,
    element,
    width,
)

_LOOK: dict[str, Rule] = {
    "size": one_of("Small", "Default", "Medium", "Large", "ExtraLarge"),
    "weight": one_of("Lighter", "Default", "Bolder"),
    "color": one_of("Default", "Dark", "Light", "Accent", "Good", "Warning", "Attention"),
    "isSubtle": flag,
    "fontType": one_of("Default", "Monospace"),
}
_TEXT: dict[str, Rule] = {
    **_LOOK,
    "maxLines": number(1, 1000),
    "horizontalAlignment": SIDE,
    "style": one_of("default", "columnHeader", "heading"),
}
_RUN: dict[str, Rule] = {
    **_LOOK,
    **dict.fromkeys(("italic", "strikethrough", "highlight", "underline"), flag),
}
_PICTURE: dict[str, Rule] = {
    "size": one_of("Auto", "Stretch", "Small", "Medium", "Large"),
    "style": one_of("Default", "Person", "RoundedCorners"),
    "width": PIXELS,
    "height": PIXELS,
    "horizontalAlignment": SIDE,
}
_BOX: dict[str, Rule] = {
    "style": GROUND,
    "bleed": flag,
    "minHeight": PIXELS,
    "verticalContentAlignment": HEIGHT,
    "showBorder": flag,
    "roundedCorners": flag,
    "rtl": flag,
}
_CELLS_STAND: dict[str, Rule] = {
    "horizontalCellContentAlignment": SIDE,
    "verticalCellContentAlignment": HEIGHT,
}
_TABLE: dict[str, Rule] = {
    **_CELLS_STAND,
    "firstRowAsHeaders": flag,
    "showGridLines": flag,
    "gridStyle": GROUND,
    "horizontalAlignment": SIDE,
    "showBorder": flag,
    "roundedCorners": flag,
}


def _wraps(value: object, where: str) -> Iterator[str]:
    if value is not True:
        yield f"{where} must be true, or a phone cuts the words off."


def _rows_match(table: Mapping[str, Any], where: str) -> Iterator[str]:
    for place, row in enumerate(table["rows"]):
        if len(row["cells"]) != len(table["columns"]):
            yield (
                f"{where}.rows[{place}] has {len(row['cells'])} cells for {len(table['columns'])} columns."
            )


FACT = Shape({"title": WORDS, "value": WORDS})
TEXT_BLOCK = element("TextBlock", {"text": WORDS, "wrap": _wraps}, _TEXT)
IMAGE = element("Image", {"url": WEB_ADDRESS, "altText": WORDS}, _PICTURE)
_TEXT_RUN = Shape({"type": one_of("TextRun"), "text": WORDS}, _RUN)
_COLUMN_OF_A_TABLE = Shape({}, {**_CELLS_STAND, "type": one_of("TableColumnDefinition"), "width": width})


def _table(inner: Rule) -> Shape:
    cell = Shape({"type": one_of("TableCell"), "items": listed(inner)}, _BOX)
    row = Shape(
        {"type": one_of("TableRow"), "cells": listed(cell)},
        {**_CELLS_STAND, "style": GROUND, "showBorder": flag, "roundedCorners": flag},
    )
    required = {"columns": listed(_COLUMN_OF_A_TABLE), "rows": listed(row)}
    return element("Table", required, _TABLE, _rows_match)


def elements(actions: Rule, inputs: Mapping[str, Rule], charts: Mapping[str, Rule]) -> dict[str, Rule]:
    """Every kind of element by its type; `actions` is the rule for a row of buttons."""
    kinds: dict[str, Rule] = {**inputs, **charts}
    inner = by_type(kinds)
    column = element("Column", {"items": listed(inner)}, {**_BOX, "width": width})
    kinds |= {
        "TextBlock": TEXT_BLOCK,
        "RichTextBlock": element(
            "RichTextBlock", {"inlines": listed(_TEXT_RUN)}, {"horizontalAlignment": SIDE}
        ),
        "FactSet": element("FactSet", {"facts": listed(FACT)}, {}),
        "Table": _table(inner),
        "Image": IMAGE,
        "Container": element("Container", {"items": listed(inner)}, _BOX),
        "ColumnSet": element("ColumnSet", {"columns": listed(column)}, {**_BOX, "horizontalAlignment": SIDE}),
        "ActionSet": element("ActionSet", {"actions": actions}, {"horizontalAlignment": SIDE}),
    }
    return kinds
