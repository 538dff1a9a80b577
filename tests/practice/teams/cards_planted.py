"""Good cards, activities and answers to invokes, in which mistakes can be planted."""

from __future__ import annotations

from functools import partial
from typing import Any

from tests.practice.planted import places as places_of
from tests.practice.planted import planted as planted_at

Json = dict[str, Any]

PRESS: Json = {"press": "when", "subject": "pair 7"}
FORM: Json = {"form": "plan", "subject": "pair 7", "form_id": "f:1", "again": "eJyrVg=="}


def text(words: str, **keys: Any) -> Json:
    return {"type": "TextBlock", "text": words, "wrap": True, **keys}


def execute(title: str, data: Json, **keys: Any) -> Json:
    plain = {"title": title, "data": data, **keys}
    verb = data.get("press", "form")
    return {"type": "Action.Execute", "verb": verb, **plain, "fallback": {"type": "Action.Submit", **plain}}


def opens(title: str) -> Json:
    return {"type": "Action.Submit", "title": title, "data": {"msteams": {"type": "task/fetch"}, **PRESS}}


def cell(words: str) -> Json:
    return {"type": "TableCell", "items": [text(words)]}


def line(*words: str) -> Json:
    return {"type": "TableRow", "cells": [cell(each) for each in words]}


def choices(count: int) -> list[Json]:
    return [{"title": f"Answer {number}", "value": str(number)} for number in range(count)]


def box(name: str, kind: str, **keys: Any) -> Json:
    return {"type": f"Input.{kind}", "id": name, "label": name.title(), **keys}


BARS: Json = {
    "type": "Chart.HorizontalBar",
    "id": "chart",
    "title": "Pairs that have met",
    "data": [{"x": "Met", "y": 21}, {"x": "Not yet", "y": 9, "color": "warning"}],
    "fallback": "drop",
}
CARD: Json = {
    "type": "AdaptiveCard",
    "version": "1.5",
    "fallbackText": "Your partner is Amina Yusuf.",
    "body": [
        text("Your partner", size="Large", weight="Bolder", style="heading"),
        {"type": "FactSet", "facts": [{"title": "Works in", "value": "Paediatrics"}]},
        BARS,
        {"type": "Table", "columns": [{"width": 3}, {"width": 1}], "rows": [line("Met", "21")]},
        {"type": "Container", "style": "emphasis", "items": [text("Only you can see this.", isSubtle=True)]},
        {
            "type": "ColumnSet",
            "columns": [{"type": "Column", "width": "auto", "items": [text("Tuesday")]}],
        },
        {"type": "Image", "url": "https://example.org/a.png", "altText": "Three bars"},
        {"type": "RichTextBlock", "inlines": [{"type": "TextRun", "text": "Hello", "italic": True}]},
        {
            "type": "ActionSet",
            "actions": [
                opens("Tell me when and where"),
                execute("We have met", {"press": "met", "subject": "pair 7"}, style="positive"),
                {
                    "type": "Action.ShowCard",
                    "title": "Leave",
                    "style": "destructive",
                    "card": {
                        "type": "AdaptiveCard",
                        "body": [text("Do you want to leave?")],
                        "actions": [execute("Leave", {"press": "leave", "subject": ""})],
                    },
                },
                {"type": "Action.OpenUrl", "title": "Open a chat", "url": "https://example.org/chat"},
            ],
        },
    ],
}
ASKED: Json = {
    "type": "AdaptiveCard",
    "version": "1.5",
    "fallbackText": "When will you meet?",
    "body": [
        box("where", "Text", maxLength=200, value="Ward 4", isRequired=True, errorMessage="Where, please."),
        box("on", "Date", value="2027-03-15", min="2027-01-01", max="2027-12-31"),
        box("at", "Time", value="14:30"),
        box("hours", "Number", value=2, min=1, max=8),
        box("sure", "Toggle", title="I am sure", value="true"),
        box("topics", "ChoiceSet", choices=choices(3), isMultiSelect=True, value="0,2", style="expanded"),
        box(
            "people",
            "ChoiceSet",
            choices=[],
            **{"choices.data": {"type": "Data.Query", "dataset": "graph.microsoft.com/users"}},
        ),
    ],
    "actions": [
        execute("Save", FORM, style="positive"),
        execute("Get help", {"press": "help", "subject": ""}, associatedInputs="none"),
    ],
}
DIALOG: Json = {
    **ASKED,
    "actions": [{"type": "Action.Submit", "title": "Save", "style": "positive", "data": FORM}],
}
ADAPTIVE = "application/vnd.microsoft.card.adaptive"
CONSENT = "application/vnd.microsoft.teams.card.file.consent"
ACTIVITY: Json = {
    "type": "message",
    "summary": "Your partner is Amina Yusuf.",
    "attachments": [
        {"contentType": ADAPTIVE, "content": CARD},
        {
            "contentType": CONSENT,
            "name": "meeting.ics",
            "content": {
                "description": "Your meeting",
                "sizeInBytes": 512,
                "acceptContext": {"file": 7},
                "declineContext": {"file": 7},
            },
        },
    ],
}
REPLACED: Json = {"statusCode": 200, "type": ADAPTIVE, "value": CARD}
FETCHED: Json = {
    "task": {
        "type": "continue",
        "value": {
            "title": "When and where",
            "width": "medium",
            "height": 480,
            "card": {"contentType": ADAPTIVE, "content": DIALOG},
        },
    }
}


planted = partial(planted_at, parted_by="/")
"""The same as for Slack's payloads, with steps parted by slashes, because names of elements have dots."""
places = partial(places_of, parted_by="/")
