"""A list of people as a CSV file: read whole, or not at all."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING

from programme import email_address
from programme.words import importing
from storage.imports import ListedPerson

if TYPE_CHECKING:
    from _csv import Reader
    from collections.abc import Iterator

MOST_ROWS = 1000
_GROUPS = {"": "", "doctor": "doctor", "resident doctor": "doctor", "manager": "manager"}
_COLUMNS = {
    "id": "id",
    "user id": "id",
    "member id": "id",
    "email": "email",
    "email address": "email",
    "group": "group",
}
_SEPARATORS = ",;\t"
_HINT = re.compile(rf"\s*sep=([{_SEPARATORS}])\s*")

_Line = tuple[int, list[str]]
"""A line that says something: the number it begins on, and its cells."""


class BadList(ValueError):
    """What is wrong with the list, line by line, in sentences."""


def read_list(text: str) -> list[ListedPerson]:
    """The people on the list, each with the line they stand on; `BadList` names the lines that are wrong.

    The first line names the columns: `email` or `id` (one of them on each line), and if wanted `group`; others
    are left alone. The separator is a comma, or a semicolon or tab as spreadsheets of some countries write.
    """
    if not text.strip():
        raise BadList(importing.UNREADABLE)
    if text.startswith("PK\x03\x04") or "\0" in text:
        raise BadList(importing.SPREADSHEET)
    (_, header), *lines = _lines(text.removeprefix("\ufeff")) or [(1, [])]
    columns = _columns(header)
    if not lines:
        raise BadList(importing.NOBODY)
    if len(lines) > MOST_ROWS:
        raise BadList(importing.too_long(MOST_ROWS))
    return _people(columns, lines)


def _lines(text: str) -> list[_Line]:
    rows = io.StringIO(text, newline="")
    first = rows.readline()
    hint = _HINT.fullmatch(first)
    separator = hint[1] if hint else max(_SEPARATORS, key=first.count)
    skipped = 1 if hint else rows.seek(0)
    return list(_cells(csv.reader(rows, delimiter=separator, skipinitialspace=True, strict=True), skipped))


def _cells(reader: Reader, before: int) -> Iterator[_Line]:
    """Each line with its number; one with line breaks inside quotation marks has the number it begins on."""
    begins_at = before + 1
    while True:
        try:
            cells = next(reader, None)
        except csv.Error as error:
            raise BadList(importing.problems([(begins_at, importing.QUOTES)])) from error
        if cells is None:
            return
        if any(cell.strip() for cell in cells):
            yield begins_at, [cell.strip() for cell in cells]
        begins_at = before + reader.line_num + 1


def _columns(header: list[str]) -> list[str]:
    """What each column holds, by its heading; empty for a column that is left alone."""
    tidy = [heading.casefold().replace("-", "").replace("_", " ") for heading in header]
    columns = [_COLUMNS.get(heading, "") for heading in tidy]
    known = [column for column in columns if column]
    if not {"email", "id"} & set(known):
        raise BadList(importing.NO_COLUMNS)
    if len(set(known)) < len(known):
        raise BadList(importing.COLUMN_TWICE)
    return columns


def _people(columns: list[str], lines: list[_Line]) -> list[ListedPerson]:
    people: list[ListedPerson] = []
    problems: list[tuple[int, str]] = []
    seen: dict[str, int] = {}
    for line, cells in lines:
        person = _person(line, dict(zip(columns, cells, strict=False)))
        has_more = any(cells[len(columns) :])
        problem = importing.MORE_COLUMNS if has_more else _problem(person) or _repeated(person, seen)
        if problem:
            problems.append((line, problem))
        people.append(person)
    if problems:
        raise BadList(importing.problems(problems))
    return people


def _person(line: int, cells: dict[str, str]) -> ListedPerson:
    group = cells.get("group", "").casefold()
    return ListedPerson(
        line, cells.get("id", ""), cells.get("email", "").casefold(), _GROUPS.get(group, group)
    )


def _problem(person: ListedPerson) -> str:
    if not person.email and not person.id:
        return importing.NOT_IDENTIFIED
    if person.email and not email_address.is_address(person.email):
        return importing.not_an_email(person.email)
    return "" if person.group in _GROUPS.values() else importing.GROUP


def _repeated(person: ListedPerson, seen: dict[str, int]) -> str:
    """Whether an earlier line has the same id or email; remembers these. An email has an @, an id has none."""
    named = [name for name in (person.id, person.email) if name]
    earlier = [seen[name] for name in named if name in seen]
    seen.update(dict.fromkeys(named, person.line))
    return importing.same_as(earlier[0]) if earlier else ""
