"""What a person reads on a screen of Teams': messages, and the cards in them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from tests.conversations.heard import Heard

Part = Mapping[str, Any]
_INSIDE = ("body", "items", "columns", "rows", "cells")


def heard_in(screen: Mapping[str, Any], me: str) -> list[Heard]:
    """Every message of every conversation, in order of time."""
    heard = [
        _heard(conversation, message, me)
        for conversation in screen["conversations"]
        for message in conversation["messages"]
    ]
    return sorted(heard, key=lambda each: each.order)


def lines_of(cards: list[Part]) -> list[str]:
    """Everything that can be read on these cards, one line after the other."""
    return [line for card in cards for part in parts_of(card) for line in _read(part)]


def buttons_of(card: Part) -> list[Part]:
    """Every action of a card that can be seen, in order."""
    return [
        action
        for part in parts_of(card)
        if part.get("type") in ("ActionSet", "AdaptiveCard")
        for action in part.get("actions", ())
    ]


def titles_of(card: Part) -> list[str]:
    """What stands on them."""
    return [action["title"] for action in buttons_of(card)]


def number_beside(card: Part, words: str, title: str) -> int:
    """Which one it is, among the buttons of this title, that stands in the entry that says these words."""
    entries = [
        part
        for part in parts_of(card)
        if part.get("type") == "Container" and words in "\n".join(lines_of([part]))
    ]
    assert len(entries) == 1, f"{len(entries)} entries say {words}: {lines_of([card])}"
    there = [action for action in buttons_of(entries[0]) if action["title"] == title]
    assert there, f"There is no button {title} beside {words}, but {titles_of(entries[0])}"
    named = [action for action in buttons_of(card) if action["title"] == title]
    return next(number for number, action in enumerate(named) if action is there[0])


def opened_in(card: Part, paths: list[str]) -> list[Part]:
    """The buttons whose cards are open; a path is the number of the button."""
    return [action for number, action in enumerate(buttons_of(card)) if str(number) in paths]


def inputs_of(card: Part) -> dict[str, Part]:
    """The boxes, by their names."""
    return {part["id"]: part for part in parts_of(card) if str(part.get("type", "")).startswith("Input.")}


def errors_of(card: Part) -> dict[str, str]:
    """What stands in red above a box, by the box's name; "" for what stands above a box that has none."""
    found: dict[str, str] = {}
    for part in parts_of(card):
        if part.get("style") == "attention":
            wrong = [line for each in part["items"] if _is_red(each) for line in _read(each)]
            boxes = [each["id"] for each in part["items"] if str(each["type"]).startswith("Input.")]
            found[next(iter(boxes), "")] = "\n".join(wrong)
    red = [line for part in parts_of(card) if _is_red(part) for line in _read(part)]
    above = [
        line for line in red if not line.startswith("Please look again at") and line not in _lines(found)
    ]
    return {**found, **({"": "\n".join(above)} if above else {})}


def value_of(box: Part) -> Any:
    """What stands in a box: a string, or several."""
    value = str(box.get("value", ""))
    if box.get("isMultiSelect"):
        return [each for each in value.split(",") if each]
    return value


def chart_in_words(cards: list[Part]) -> str:
    """The line above the newest chart; the table below it has the chart's own numbers."""
    newest = [card for card in cards if any(_is_chart(part) for part in card["body"])][-1]
    body = newest["body"]
    place = next(number for number, part in enumerate(body) if _is_chart(part))
    bars = [[each["x"], str(each["y"])] for each in body[place]["data"]]
    rows = [[line for cell in row["cells"] for line in lines_of([cell])] for row in body[place + 1]["rows"]]
    assert rows[1:] == bars, (rows, bars)
    (said,) = lines_of([body[place - 1]])
    return said


def _is_chart(part: Part) -> bool:
    return str(part.get("type", "")).startswith("Chart.")


def parts_of(part: Part) -> Iterator[Part]:
    """A card and everything in it that is shown, but for what a button has still to open."""
    yield part
    for key in _INSIDE:
        for inside in part.get(key) or ():
            yield from parts_of(inside)


def _lines(found: Mapping[str, str]) -> set[str]:
    return {line for each in found.values() for line in each.splitlines()}


def _is_red(part: Part) -> bool:
    runs = part.get("inlines") or [part]
    return any(isinstance(run, Mapping) and run.get("color") == "Attention" for run in runs)


def _read(part: Part) -> list[str]:
    read = _READ.get(str(part.get("type", "")))
    if read is not None:
        return read(part)
    return (
        [str(part["label"])] if str(part.get("type", "")).startswith("Input.") and part.get("label") else []
    )


def _facts(part: Part) -> list[str]:
    return [text for fact in part["facts"] for text in (fact["title"], fact["value"])]


def _runs(part: Part) -> list[str]:
    """A name and its value stand in one line; as a screen reader says them, they are two."""
    return [(run if isinstance(run, str) else run["text"]).removesuffix(": ") for run in part["inlines"]]


_READ: Mapping[str, Callable[[Part], list[str]]] = {
    "TextBlock": lambda part: [part["text"]],
    "RichTextBlock": _runs,
    "FactSet": _facts,
}


def _heard(conversation: Mapping[str, Any], message: Mapping[str, Any], me: str) -> Heard:
    cards = list(message.get("cards") or ())
    said = [message["text"]] if message.get("text") else []
    actions = [action for card in cards for action in buttons_of(card)]
    is_personal = conversation["kind"] == "personal"
    return Heard(
        place=conversation["id"],
        id=message["id"],
        order=message["id"],
        words="\n".join([*said, *lines_of(cards)]),
        buttons={each["title"]: each for each in actions if each["type"] != "Action.OpenUrl"},
        is_private=is_personal,
        is_mine=message["from"]["id"] == me,
        is_by_bot=bool(message["from"]["is_bot"]),
        files=[file["name"] for file in message.get("files") or []],
        links={each["title"]: each["url"] for each in actions if each["type"] == "Action.OpenUrl"},
        thread=message["reply_to"],
        has_threads=not is_personal,
    )
