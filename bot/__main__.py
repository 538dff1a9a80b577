"""`python -m bot`: the whole bot, or one of its processes, or the practice hospital."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from dotenv import dotenv_values

from bot import commands, logs
from bot.settings import SLACK, BadSettings, Settings, read

if TYPE_CHECKING:
    from argparse import Namespace

WRONG_SETTINGS, CANNOT_START = 2, 1
_LOOPBACK = ("127.0.0.1", "localhost", "::1")
_PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy")


def main(arguments: list[str] | None = None) -> int:
    """Run a command; the exit status."""
    typed = commands.of(arguments)
    logs.set_up(typed.command)
    if typed.command == "new-key":
        return _new_key()
    try:
        settings = read({**_from_file(), **os.environ})
    except BadSettings as wrong:
        return _told(wrong, typed.command)
    if any(urlsplit(url).hostname in _LOOPBACK for url in (settings.api_url, settings.teams_login_url)):
        _without_proxies()
    for name in SLACK:  # Bolt reads these by itself, whatever it is given
        os.environ.pop(name, None)
    return _refusals_in_a_sentence(typed, settings)


def _told(wrong: BadSettings, command: str) -> int:
    if command == "check":
        from bot.check.finding import problem  # noqa: PLC0415 - only this way needs it

        for each in wrong.problems:
            print(problem("settings", each))
        print("The rest is checked when the settings are mended.")
        return CANNOT_START
    print(wrong, file=sys.stderr)
    return WRONG_SETTINGS


def _from_file() -> dict[str, str]:
    """What `.env` says; the environment outweighs it."""
    return {name: value for name, value in dotenv_values(".env").items() if value is not None}


def _refusals_in_a_sentence(typed: Namespace, settings: Settings) -> int:
    from bot.house import CannotStart  # noqa: PLC0415 - a wrong setting is told before the libraries load
    from storage.database import Unreachable  # noqa: PLC0415 - as above
    from storage.only_one import AlreadyRunning  # noqa: PLC0415 - as above
    from storage.schema import Unmigrated  # noqa: PLC0415 - as above
    from storage.vault import UnreadableText  # noqa: PLC0415 - as above

    try:
        return _run(typed, settings)
    except (CannotStart, AlreadyRunning, Unreachable, Unmigrated, UnreadableText) as refusal:
        print(refusal, file=sys.stderr)
        return CANNOT_START


def _run(typed: Namespace, settings: Settings) -> int:
    command = typed.command
    if command not in (*commands.PARTS, "all"):
        from bot import operating  # noqa: PLC0415 - only this way needs it

        return operating.COMMANDS[command](settings, typed)
    if settings.is_practice:
        _practise(command, settings)
    else:
        from bot import running  # noqa: PLC0415 - only this way needs it

        parts = running.ALL if command == "all" else frozenset({command})
        running.run(settings, parts, _say)
    return 0


def _practise(command: str, settings: Settings) -> None:
    from bot.house import CannotStart, asked_to_stop  # noqa: PLC0415 - only this way needs it
    from bot.practice_hospital import open_hospital  # noqa: PLC0415 - only this way needs it

    if command != "all":
        raise CannotStart(
            f"{command} needs a Slack or a Teams: set SLACK_BOT_TOKEN or TEAMS_CLIENT_ID. "
            "To practise without one, run: python -m bot"
        )
    _without_proxies()
    stopping = asked_to_stop()
    with open_hospital(settings) as hospital:
        print("The practice hospital is open. Everybody in it is made up.")
        print(f"Open {hospital.address}")
        print("Stop it with Ctrl+C.", flush=True)
        stopping.wait()


def _say(words: str) -> None:
    print(words, flush=True)


def _new_key() -> int:
    from storage.vault import new_key  # noqa: PLC0415 - only this way needs it

    print(new_key())
    return 0


def _without_proxies() -> None:
    """Slack's SDK sends loopback calls through a proxy too, whatever NO_PROXY says; others, where that is silent."""
    for name in _PROXIES:
        os.environ.pop(name, None)


if __name__ == "__main__":
    sys.exit(main())
