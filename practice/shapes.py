"""What a piece of JSON must look like, said as tables: a rule reads a value and gives a sentence for each fault."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

Rule = Callable[[object, str], Iterator[str]]
"""Called with a value and the words for where it stands; gives one sentence for each fault."""

Agreement = Callable[[Mapping[str, Any], str], Iterator[str]]
"""A rule about an object whose keys are each good already, such as that two of them agree."""


def string(low: int = 1, high: int | None = None) -> Rule:
    """A string of `low` to `high` characters; one that must not be empty must not be blank either."""

    def rule(value: object, where: str) -> Iterator[str]:
        if not isinstance(value, str):
            yield f"{where} must be a string, not {_kind(value)}."
        elif low and not value.strip():
            yield f"{where} is empty."
        elif len(value) < low or (high is not None and len(value) > high):
            yield f"{where} has {len(value)} characters; it takes {_span(low, high)}."

    return rule


def pattern(shape: str, like: str) -> Rule:
    """A string that the regular expression `shape` matches whole; `like` is an example for the sentence."""

    def rule(value: object, where: str) -> Iterator[str]:
        if not isinstance(value, str) or not re.fullmatch(shape, value):
            yield f"{where} must be written like {like}, not {value!r:.80}."

    return rule


def number(low: int, high: int) -> Rule:
    """A whole number from `low` to `high`."""

    def rule(value: object, where: str) -> Iterator[str]:
        if isinstance(value, bool) or not isinstance(value, int):
            yield f"{where} must be a whole number, not {_kind(value)}."
        elif not low <= value <= high:
            yield f"{where} is {value}; it must be {_span(low, high)}."

    return rule


def flag(value: object, where: str) -> Iterator[str]:
    """True or false."""
    if not isinstance(value, bool):
        yield f"{where} must be true or false, not {_kind(value)}."


def one_of(*values: str) -> Rule:
    """One of these words."""

    def rule(value: object, where: str) -> Iterator[str]:
        if value not in values:
            yield f"{where} must be one of {', '.join(values)}, not {value!r:.80}."

    return rule


def listed(each: Rule, low: int = 1, high: int | None = None) -> Rule:
    """A list of `low` to `high` things, each under the rule `each`."""

    def rule(value: object, where: str) -> Iterator[str]:
        if not isinstance(value, list):
            yield f"{where} must be a list, not {_kind(value)}."
            return
        if len(value) < low or (high is not None and len(value) > high):
            yield f"{where} has {len(value)} entries; it takes {_span(low, high)}."
        for place, entry in enumerate(value):
            yield from each(entry, f"{where}[{place}]")

    return rule


def by_type(kinds: Mapping[str, Rule]) -> Rule:
    """An object whose `type` says which of several rules it is under."""

    def rule(value: object, where: str) -> Iterator[str]:
        kind = value.get("type") if isinstance(value, Mapping) else None
        if isinstance(kind, str) and kind in kinds:
            yield from kinds[kind](value, f"{where} ({kind})")
        else:
            yield f"{where} has the type {kind!r:.80}; here may stand only {', '.join(kinds)}."

    return rule


@dataclass(frozen=True)
class Shape:
    """An object: keys that it must have, keys that it may have, and `also`, what the keys say about each other.

    A key in neither table is a fault. `also` is asked only when every key by itself is good.
    """

    required: Mapping[str, Rule] = field(default_factory=dict)
    optional: Mapping[str, Rule] = field(default_factory=dict)
    also: tuple[Agreement, ...] = ()

    def __call__(self, value: object, where: str) -> Iterator[str]:
        if not isinstance(value, Mapping):
            yield f"{where} must be an object, not {_kind(value)}."
            return
        faults = list(self._keys(value, where))
        yield from faults
        if not faults:
            for rule in self.also:
                yield from rule(value, where)

    def _keys(self, value: Mapping[Any, Any], where: str) -> Iterator[str]:
        known = {**self.optional, **self.required}
        yield from (f"{where} lacks {key}." for key in self.required if key not in value)
        for key, inner in value.items():
            if key in known:
                yield from known[key](inner, f"{where}.{key}")
            else:
                yield f"{where} has a key that does not belong there: {key!r:.80}."


def exactly_one(*keys: str) -> Agreement:
    """Just one of these keys is there."""

    def rule(value: Mapping[str, Any], where: str) -> Iterator[str]:
        if sum(key in value for key in keys) != 1:
            yield f"{where} needs exactly one of {', '.join(keys)}."

    return rule


def at_least_one(*keys: str) -> Agreement:
    """One of these keys is there, or more."""

    def rule(value: Mapping[str, Any], where: str) -> Iterator[str]:
        if not any(key in value for key in keys):
            yield f"{where} needs one of {', '.join(keys)}."

    return rule


def no_repeats(values: Iterable[str], where: str, what: str) -> Iterator[str]:
    """A sentence for each value that came before; `what` names the kind of value."""
    seen: set[str] = set()
    for value in values:
        if value in seen:
            yield f"{where} has the {what} {value!r:.80} twice."
        seen.add(value)


def only(kinds: Mapping[str, Rule], names: Collection[str]) -> dict[str, Rule]:
    """The part of a table that these names pick out."""
    return {name: kinds[name] for name in names}


def _kind(value: object) -> str:
    return "null" if value is None else type(value).__name__


def _span(low: int, high: int | None) -> str:
    return f"at least {low}" if high is None else f"{low} to {high}"
