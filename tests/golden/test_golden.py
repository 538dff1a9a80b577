"""Every message and form that the bot can say, as it looks in Slack, kept in a file: a change is seen in review.

To take the present look as the right one: PAIRME_GOLDEN=1 make test
"""

from __future__ import annotations

import importlib
import inspect
import json
import os
import pkgutil
from pathlib import Path
from typing import Any

import pytest

import programme.words
from bot.slack.modals import modal
from bot.slack.render import home, message_payload
from practice.blocks import check_message, check_view
from programme.words.message import Form, Message, Page
from tests.golden.samples import SAMPLES

FOLDER = Path(__file__).parent / "slack"
SAYING = ("Message", "Form", "Message | None", "tuple[Message, ...]")


def drawn(said: Message | Form | Page) -> dict[str, Any]:
    if isinstance(said, Form):
        return modal(said)
    if isinstance(said, Page):
        return home(said)
    image = "F0000CHART" if said.chart else None
    return message_payload(said, image_file_id=image)


def functions_that_say_something() -> set[str]:
    names = set()
    for module in pkgutil.iter_modules(programme.words.__path__):
        loaded = importlib.import_module(f"programme.words.{module.name}")
        for name, function in inspect.getmembers(loaded, inspect.isfunction):
            says = inspect.get_annotations(function).get("return", "")
            if function.__module__ == loaded.__name__ and not name.startswith("_") and says in SAYING:
                names.add(f"{module.name}.{name}")
    return names


def test_every_message_and_form_has_a_sample() -> None:
    sampled = {name.partition(":")[0] for name in SAMPLES if not name.startswith("step.")}
    assert functions_that_say_something() == sampled


def test_no_golden_file_is_left_over() -> None:
    kept = {path.stem for path in FOLDER.glob("*.json")}
    assert kept == {name.replace(":", "-") for name in SAMPLES}


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_it_looks_as_it_did(name: str) -> None:
    said = SAMPLES[name]
    look = json.dumps(drawn(said), indent=1, ensure_ascii=False, sort_keys=True) + "\n"
    path = FOLDER / f"{name.replace(':', '-')}.json"
    if os.environ.get("PAIRME_GOLDEN"):
        FOLDER.mkdir(exist_ok=True)
        path.write_text(look, encoding="utf-8")
    assert look == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_slack_would_take_it(name: str) -> None:
    said = SAMPLES[name]
    check = check_message if isinstance(said, Message) else check_view
    assert check(drawn(said)) == []
