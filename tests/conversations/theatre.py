"""The stages, each built when the first story needs it, and kept for the whole run."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping

from tests.conversations.over_http import HttpStage
from tests.conversations.parts import SLACK, TEAMS
from tests.conversations.scene import Stage
from tests.conversations.slack_stage import SlackStage

SLACK_OVER_HTTP = "slack-http"


def _teams() -> Stage:
    from tests.conversations.teams_stage import TeamsStage  # noqa: PLC0415 - Microsoft's SDK takes a second

    return TeamsStage()


_KINDS: Mapping[str, Callable[[], Stage]] = {SLACK: SlackStage, SLACK_OVER_HTTP: HttpStage, TEAMS: _teams}
_built: dict[str, Stage] = {}


def stage(name: str) -> Stage:
    """The stage of that name."""
    if not _built:
        importlib.import_module("scipy.optimize")  # the first matching would, for longer than Slack waits
    if name not in _built:
        _built[name] = _KINDS[name]()
    return _built[name]


def close() -> None:
    """The run is over."""
    while _built:
        _, built = _built.popitem()
        built.close()
