"""What can be typed after `python -m bot`, with the words of its help."""

from __future__ import annotations

import argparse

PARTS = ("web", "worker", "clock")
MOST_LISTED = 50
LISTS = ("all", "waiting", "parked", "unknown", "dead")
ACTS = ("retry", "drop")
TENANT_ACTS = ("add", "list", "remove")
_PLAIN = {
    "all": "everything in one process (the default); without Slack tokens the practice hospital",
    "web": "what people do: Slack's door and the health addresses",
    "worker": "send what waits in the outbox",
    "clock": "ask what is due",
    "migrate": "bring the database's tables to this version",
    "new-key": "print a new key for PAIRME_KEYS",
    "rotate": "encrypt everything anew with the first key of PAIRME_KEYS",
    "restored": "after a snapshot or your own tool put the database back: tell PairMe before it starts",
    "check": "say what is wrong with this installation and how to mend it; exit status 1 if anything is",
}


def parser() -> argparse.ArgumentParser:
    """The parser; `command` is `all` when nothing is typed."""
    made = argparse.ArgumentParser(
        prog="python -m bot", description="PairMe runs Paired Learning in Slack and Microsoft Teams."
    )
    made.set_defaults(command="all")
    commands = made.add_subparsers(dest="command", metavar="COMMAND", title="commands")
    for name, words in _PLAIN.items():
        commands.add_parser(name, help=words, description=_sentence(words))
    _letters(commands)
    _backup(commands)
    _restore(commands)
    _teams_package(commands)
    _teams_tenant(commands)
    _join(commands)
    return made


def helps() -> dict[str, str]:
    """The help of the program and of each command that takes more than its name, by what is typed before --help."""
    program = parser()
    (commands,) = (each for each in program._actions if isinstance(each, argparse._SubParsersAction))  # noqa: SLF001 - there is no other way to them
    more = {name: made for name, made in commands.choices.items() if name not in _PLAIN}
    return {each.prog: each.format_help() for each in (program, *more.values())}


def of(arguments: list[str] | None) -> argparse.Namespace:
    """What was typed, checked; leaves with status 2 and a sentence when it makes no sense."""
    reader = parser()
    typed = reader.parse_args(arguments)
    typed.command = typed.command or "all"
    if typed.command == "letters" and (typed.what in ACTS) != (typed.id is not None):
        reader.error(
            f"letters {typed.what} needs the number of a letter"
            if typed.what in ACTS
            else f"letters {typed.what} takes no number"
        )
    return typed


def _letters(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    words = "list the letters that have not arrived, or may not have; try one again or drop it"
    made = commands.add_parser("letters", help=words, description=_sentence(words))
    made.add_argument(
        "what",
        nargs="?",
        default="all",
        choices=(*LISTS, *ACTS),
        metavar="WHAT",
        help="waiting, parked, unknown or dead (without it: all), or retry or drop",
    )
    made.add_argument("id", nargs="?", type=int, metavar="ID", help="the letter's number, for retry and drop")
    made.add_argument(
        "--most", type=_number, default=MOST_LISTED, metavar="N", help="list at most N (%(default)s)"
    )
    made.add_argument("--yes", action="store_true", help="drop a letter that has not been given up")
    made.add_argument(
        "--missing", action="store_true", help="retry: somebody has looked, and it is not there"
    )


def _backup(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    words = "copy the database into a file while the bot runs"
    made = commands.add_parser("backup", help=words, description=_sentence(words))
    made.add_argument("file", metavar="FILE", help="the file to write")
    made.add_argument("--yes", action="store_true", help="replace FILE if it is there")


def _restore(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    words = "put a backup in the place of the database; stop the bot first"
    made = commands.add_parser("restore", help=words, description=_sentence(words))
    made.add_argument("file", metavar="FILE", help="a file that backup wrote")
    made.add_argument("--yes", action="store_true", help="replace a database that holds something")


def _teams_package(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    words = "write the app package that an administrator of Microsoft Teams uploads"
    made = commands.add_parser("teams-package", help=words, description=_sentence(words))
    made.add_argument(
        "file", nargs="?", default="pairme-teams.zip", metavar="FILE", help="the file to write (%(default)s)"
    )
    made.add_argument(
        "--tenant", default="", metavar="TENANT_ID", help="for a tenant that teams-tenant has added"
    )


def _teams_tenant(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    words = "serve one more Microsoft tenant, by a registration of its own; the client secret is asked for"
    made = commands.add_parser("teams-tenant", help=words, description=_sentence(words))
    made.add_argument("what", choices=TENANT_ACTS, metavar="WHAT", help="add, list or remove")
    made.add_argument("id", nargs="?", metavar="TENANT_ID", help="for add and remove")
    made.add_argument("client", nargs="?", metavar="CLIENT_ID", help="the registration's, for add")
    made.add_argument("--delete", action="store_true", help="remove: delete all that its people wrote, too")


def _join(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    words = "make one workspace of a Slack workspace and a Microsoft tenant of the same organisation"
    made = commands.add_parser("join", help=words, description=_sentence(words))
    made.add_argument("slack", metavar="WORKSPACE", help="the id of the Slack workspace, such as T0123ABCD")
    made.add_argument("tenant", metavar="TENANT_ID", help="the tenant's id in Entra")


def _sentence(words: str) -> str:
    return f"{words[0].upper()}{words[1:]}."


def _number(written: str) -> int:
    number = int(written)
    if number < 1:
        raise argparse.ArgumentTypeError("must be 1 or more")
    return number
