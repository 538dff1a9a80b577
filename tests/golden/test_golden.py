"""Every message and form that the bot can say, as it looks on each platform, kept in a file: a change is seen in review.

To take the present look as the right one: PAIRME_GOLDEN=1 make test
"""

from __future__ import annotations

import importlib
import inspect
import json
import os
import pkgutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

import programme.words
from tests.golden.looks import Said, in_slack, in_teams, slack_problems, teams_problems
from tests.golden.samples import SAMPLES
from tests.practice.teams.cards_opinions import of_schema

FOLDER = Path(__file__).parent
SAYING = ("Message", "Form", "Message | None", "tuple[Message, ...]")
DRAWN: Mapping[str, Callable[[Said], dict[str, Any]]] = {"slack": in_slack, "teams": in_teams}
PROBLEMS: Mapping[str, Callable[[Said], list[str]]] = {"slack": slack_problems, "teams": teams_problems}


def functions_that_say_something() -> set[str]:
    names = set()
    for module in pkgutil.iter_modules(programme.words.__path__):
        loaded = importlib.import_module(f"programme.words.{module.name}")
        for name, function in inspect.getmembers(loaded, inspect.isfunction):
            says = inspect.get_annotations(function).get("return", "")
            if function.__module__ == loaded.__name__ and not name.startswith("_") and says in SAYING:
                names.add(f"{module.name}.{name}")
    return names


def without_packing(look: Any) -> Any:
    """The look but for a form in its packing: the same form is packed into other bytes by another zlib."""
    if isinstance(look, dict):
        return {key: "…" if key == "again" else without_packing(value) for key, value in look.items()}
    return [without_packing(part) for part in look] if isinstance(look, list) else look


def test_every_message_and_form_has_a_sample() -> None:
    sampled = {name.partition(":")[0] for name in SAMPLES if not name.startswith(("step.", "form."))}
    assert functions_that_say_something() == sampled


@pytest.mark.parametrize("platform", DRAWN)
def test_no_golden_file_is_left_over(platform: str) -> None:
    kept = {path.stem for path in (FOLDER / platform).glob("*.json")}
    assert kept == {name.replace(":", "-") for name in SAMPLES}


@pytest.mark.parametrize("platform", DRAWN)
@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_it_looks_as_it_did(name: str, platform: str) -> None:
    drawn = without_packing(DRAWN[platform](SAMPLES[name]))
    look = json.dumps(drawn, indent=1, ensure_ascii=False, sort_keys=True) + "\n"
    path = FOLDER / platform / f"{name.replace(':', '-')}.json"
    if os.environ.get("PAIRME_GOLDEN"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(look, encoding="utf-8")
    assert look == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("platform", PROBLEMS)
@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_its_platform_would_take_it(name: str, platform: str) -> None:
    assert PROBLEMS[platform](SAMPLES[name]) == []


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_the_published_schema_takes_every_card(name: str) -> None:
    cards = list(whole_cards(DRAWN["teams"](SAMPLES[name])))
    assert cards
    assert [of_schema(card) for card in cards] == ["missed"] * len(cards)


def whole_cards(drawn: Any) -> Iterator[dict[str, Any]]:
    """Every card in what is posted or shown, but for those within another."""
    if isinstance(drawn, dict) and drawn.get("type") == "AdaptiveCard":
        yield drawn
    elif isinstance(drawn, dict | list):
        for part in drawn.values() if isinstance(drawn, dict) else drawn:
            yield from whole_cards(part)
