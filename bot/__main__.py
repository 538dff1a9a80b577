"""`python -m bot`: the whole bot, or one of its processes, or the practice hospital."""

from __future__ import annotations

import argparse
import logging
import os
import sys
from urllib.parse import urlsplit

from dotenv import dotenv_values

from bot.settings import SLACK, BadSettings, Settings, read

WRONG_SETTINGS, CANNOT_START = 2, 1
_LOOPBACK = ("127.0.0.1", "localhost", "::1")
_PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy")


def main(arguments: list[str] | None = None) -> int:
    """Run a command; the exit status."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    command = _parser().parse_args(arguments).command
    if command == "new-key":
        return _new_key()
    try:
        settings = read({**_from_file(), **os.environ})
    except BadSettings as wrong:
        print(wrong, file=sys.stderr)
        return WRONG_SETTINGS
    for name in SLACK:  # Bolt reads these by itself, whatever it is given
        os.environ.pop(name, None)
    return _refusals_in_a_sentence(command, settings)


def _from_file() -> dict[str, str]:
    """What `.env` says; the environment outweighs it."""
    return {name: value for name, value in dotenv_values(".env").items() if value is not None}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bot", description=__doc__)
    commands = {
        "all": "everything in one process (the default); without Slack tokens the practice hospital",
        "web": "what people do: Slack's door and the health addresses",
        "worker": "send what waits in the outbox",
        "clock": "ask what is due",
        "migrate": "bring the database's tables to this version",
        "new-key": "print a new key for PAIRME_KEYS",
        "rotate": "encrypt everything anew with the first key of PAIRME_KEYS",
    }
    listed = "\n".join(f"  {name:8} {what}" for name, what in commands.items())
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = f"commands:\n{listed}"
    parser.add_argument("command", nargs="?", default="all", choices=tuple(commands))
    return parser


def _refusals_in_a_sentence(command: str, settings: Settings) -> int:
    from bot.house import CannotStart  # noqa: PLC0415 - a wrong setting is told before the libraries load
    from storage.database import Unreachable  # noqa: PLC0415 - as above
    from storage.only_one import AlreadyRunning  # noqa: PLC0415 - as above
    from storage.schema import Unmigrated  # noqa: PLC0415 - as above
    from storage.vault import UnreadableText  # noqa: PLC0415 - as above

    try:
        _run(command, settings)
    except (CannotStart, AlreadyRunning, Unreachable, Unmigrated, UnreadableText) as refusal:
        print(refusal, file=sys.stderr)
        return CANNOT_START
    return 0


def _run(command: str, settings: Settings) -> None:
    if command == "migrate":
        _migrate(settings)
    elif command == "rotate":
        _rotate(settings)
    elif settings.is_practice:
        _practise(command, settings)
    else:
        from bot import running  # noqa: PLC0415 - only this way needs it

        if urlsplit(settings.api_url).hostname in _LOOPBACK:
            _without_proxies()
        parts = running.ALL if command == "all" else frozenset({command})
        running.run(settings, parts, _say)


def _practise(command: str, settings: Settings) -> None:
    from bot.house import CannotStart, asked_to_stop  # noqa: PLC0415 - only this way needs it
    from bot.practice_hospital import open_hospital  # noqa: PLC0415 - only this way needs it

    if command != "all":
        raise CannotStart(
            f"{command} needs a Slack: set SLACK_BOT_TOKEN. To practise without one, run: python -m bot"
        )
    _without_proxies()
    stopping = asked_to_stop()
    with open_hospital(settings) as hospital:
        print("The practice hospital is open. Everybody in it is made up.")
        print(f"Open {hospital.address}")
        print("Stop it with Ctrl+C.", flush=True)
        stopping.wait()


def _migrate(settings: Settings) -> None:
    from bot.house import opened  # noqa: PLC0415 - only this way needs it
    from storage import schema  # noqa: PLC0415 - only this way needs it

    schema.migrate(opened(settings))
    print(f"The database is at version {schema.HEAD}.")


def _rotate(settings: Settings) -> None:
    from bot.house import opened, with_tables  # noqa: PLC0415 - only this way needs it
    from storage.rotation import rotate  # noqa: PLC0415 - only this way needs it

    number = rotate(with_tables(opened(settings), make_new=False))
    print(f"{number} texts are encrypted with the first key. The others can be taken out of PAIRME_KEYS.")


def _say(words: str) -> None:
    print(words, flush=True)


def _new_key() -> int:
    from storage.vault import new_key  # noqa: PLC0415 - only this way needs it

    print(new_key())
    return 0


def _without_proxies() -> None:
    """Slack's SDK sends loopback calls through a proxy too, whatever NO_PROXY says."""
    for name in _PROXIES:
        os.environ.pop(name, None)


if __name__ == "__main__":
    sys.exit(main())
