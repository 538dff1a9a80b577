"""Settings, site, programme, and who may read the files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from bot import house
from bot.check.finding import note, ok, problem
from programme.site import stale

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from bot.check.finding import Finding
    from bot.settings import Settings

_OTHERS = 0o077


def settings(given: Settings) -> Iterator[Finding]:
    """What the settings make of this installation."""
    if given.is_practice:
        words = "neither Slack nor Teams is set, so this is the practice hospital; neither is checked"
        yield note("settings", f"{words}. Set SLACK_BOT_TOKEN or TEAMS_CLIENT_ID for the real one.")
    if given.has_teams:
        yield ok("settings", f"Microsoft Teams at {given.public_url}/api/messages.")
    if not given.has_slack:
        return
    if given.is_oauth:
        yield ok("settings", f"Slack over HTTP at {given.public_url}, for any number of workspaces.")
    else:
        yield ok("settings", f"Slack over {'Socket Mode' if given.is_socket else 'HTTP'}, for one workspace.")


def private(path: Path, about: str) -> Iterator[Finding]:
    """Whether a file that holds secrets or names is for its owner alone; nothing when there is no such file."""
    if not path.exists():
        return
    mode = path.stat().st_mode & 0o777
    if mode & _OTHERS:
        yield problem(about, f"{path} can be read by others (mode {mode:04o}). Run: chmod 600 {path}")
    else:
        yield ok(about, f"{path} is for its owner alone.")


def site(given: Settings, today: date) -> Iterator[Finding]:
    """The site's file, and whether somebody has made sure of the helplines."""
    try:
        read = house.site_of(given)
    except house.CannotStart as wrong:
        yield from (problem("site", line) for line in str(wrong).splitlines())
        return
    if given.site_file:
        yield ok("site", f"{given.site_file} is in order.")
    else:
        yield note(
            "site", "the made-up example is in use. Copy programme/site.yaml and name it in PAIRME_SITE."
        )
    yield from _signposts(given, [each.name for each in stale(read.signposts, today)])


def _signposts(given: Settings, unchecked: list[str]) -> Iterator[Finding]:
    if not unchecked:
        yield ok("signposts", "each was checked in the last six months.")
        return
    verdict = note if given.is_practice else problem
    words = "nobody has checked these in the last six months: " + ", ".join(unchecked)
    yield verdict(
        "signposts", f"{words}. Ring each, and write the day beside it as checked_on in PAIRME_SITE."
    )


def programme(given: Settings) -> Iterator[Finding]:
    """The programme's file."""
    try:
        read = house.programme_of(given)
    except house.CannotStart as wrong:
        yield from (problem("programme", line) for line in str(wrong).splitlines())
        return
    yield ok(
        "programme",
        f"{given.programme_file or 'the packaged one'} is in order, with {len(read.steps)} steps.",
    )


def keys(given: Settings) -> Iterator[Finding]:
    """How many keys there are."""
    if not given.keys:
        yield note("keys", "PAIRME_KEYS is not set; the practice hospital makes a key of its own.")
    elif len(given.keys) == 1:
        yield ok("keys", "one key. Keep a copy of it apart from the database.")
    else:
        yield note(
            "keys",
            f"{len(given.keys)} keys; the first encrypts. When python -m bot rotate has run, the others can go.",
        )
