"""A list of people as a CSV file: read whole, or not at all."""

from __future__ import annotations

import csv
import io
import re

from storage.imports import ListedPerson

MOST_ROWS = 1000
_EMAIL = re.compile(r"[^@\s,;]+@[^@\s,;]+\.[^@\s,;]+")
_GROUPS = {"": "", "doctor": "doctor", "resident doctor": "doctor", "manager": "manager"}


class BadList(ValueError):
    """What is wrong with the list, line by line, in sentences."""


def read_list(text: str) -> list[ListedPerson]:
    """The people on the list, each with the line they stand on; `BadList` names every line that is wrong.

    The first line names the columns: `email` or `id` (one of them on each line), and if wanted `group`.
    """
    reader = csv.DictReader(io.StringIO(text.lstrip("\ufeff")), restkey="more")
    columns = {(column or "").strip().casefold().replace("-", "") for column in reader.fieldnames or ()}
    if not columns & {"email", "id"}:
        raise BadList("The first line must name the columns. One of them must be email or id.")
    rows: list[ListedPerson] = []
    problems: list[str] = []
    for cells in reader:
        person = _person(reader.line_num, cells)
        problem = _problem(person, rows)
        if problem:
            problems.append(f"Line {person.line}: {problem}")
        rows.append(person)
    if not rows:
        problems.append("The list has no people on it.")
    if len(rows) > MOST_ROWS:
        problems.append(f"The list has more than {MOST_ROWS} lines. Please import it in parts.")
    if problems:
        raise BadList("\n".join(_few(problems)))
    return rows


def _person(line: int, cells: dict[str, str | list[str]]) -> ListedPerson:
    tidy = {
        (column or "").strip().casefold().replace("-", ""): value.strip()
        for column, value in cells.items()
        if isinstance(value, str)
    }
    group = tidy.get("group", "").casefold()
    return ListedPerson(line, tidy.get("id", ""), tidy.get("email", "").casefold(), _GROUPS.get(group, group))


def _problem(person: ListedPerson, earlier: list[ListedPerson]) -> str:
    if not person.email and not person.id:
        return "it has neither an email nor an id."
    if person.email and not _EMAIL.fullmatch(person.email):
        return "this is not an email address."
    if person.group not in _GROUPS.values():
        return "the group must be doctor or manager."
    for other in earlier:
        same_email = person.email and person.email == other.email
        if same_email or (person.id and person.id == other.id):
            return f"the same person as on line {other.line}."
    return ""


def _few(problems: list[str]) -> list[str]:
    shown = 20
    rest = len(problems) - shown
    return [*problems[:shown], f"And {rest} more."] if rest > 0 else problems
