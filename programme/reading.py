"""Reads what somebody wrote in YAML, and says in plain sentences everything that is wrong with it."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal, TypeVar, get_args, get_origin

import msgspec
import yaml

Read = TypeVar("Read", bound=msgspec.Struct)
Text = Annotated[str, msgspec.Meta(min_length=1, description="text")]
ClockTime = Annotated[
    str,
    msgspec.Meta(
        pattern=r"^([01]\d|2[0-3]):[0-5]\d$", description='a time in quotation marks, such as "10:00"'
    ),
]

_WANTED = {
    int: "a whole number",
    str: "text",
    bool: "true or false",
    date: "a date such as 2027-09-13",
    tuple: "a list",
}


class Problems(ValueError):
    """Everything that is wrong with a file, one sentence each."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = tuple(problems)


def keys_of(text: str, problems: type[Problems]) -> dict[str, Any]:
    """The top of a YAML document as a dict; raises `problems` when the text is none."""
    try:
        written = yaml.safe_load(text)
    except yaml.MarkedYAMLError as error:
        place = f", line {error.problem_mark.line + 1}" if error.problem_mark else ""
        raise problems([f"This is not YAML{place}: {error.problem}."]) from error
    except yaml.YAMLError as error:
        raise problems(["This is not YAML: it holds a character that cannot be read."]) from error
    except ValueError as error:
        raise problems([f"A date in the file does not exist: {error}."]) from error
    if not isinstance(written, dict):
        raise problems(["The file must hold keys and values."])
    return written


def read_as(kind: type[Read], written: dict[str, Any], faults: list[str], problems: type[Problems]) -> Read:
    """The keys as a struct; raises `problems` with these faults when there are any."""
    if faults:
        raise problems(faults)
    return msgspec.convert(written, kind)


def faults_of(written: object, kind: Any, where: str = "") -> list[str]:  # noqa: ANN401 - any annotation
    """What keeps `written` from being of this kind: unknown and missing keys, and values of a wrong sort.

    `where` opens each sentence, such as "Step thanks:"; the names of the keys on the way follow it.
    """
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        return _struct_faults(written, kind, where)
    if get_origin(kind) is tuple and isinstance(written, list):
        return [
            fault
            for number, item in enumerate(written, start=1)
            for fault in faults_of(item, get_args(kind)[0], f"{where} {number}")
        ]
    try:
        msgspec.convert(written, kind)
    except msgspec.ValidationError:
        return [f"{where} must be {_wanted(kind)}, not {_shown(written)}."]
    return []


def twice(what: str, values: list[Any]) -> list[str]:
    """A sentence for each value that stands there more than once."""
    told = [str(value) for value in values if value is not None]
    return [
        f"{what} {value} stands there {told.count(value)} times."
        for value in dict.fromkeys(told)
        if told.count(value) > 1
    ]


def _struct_faults(written: object, kind: type[msgspec.Struct], where: str) -> list[str]:
    if not isinstance(written, dict):
        return [f"{where} must be keys and values, not {_shown(written)}."]
    fields = {field.encode_name: field for field in msgspec.structs.fields(kind)}
    faults = [f"{where} {key} is not a known key.".strip() for key in written if key not in fields]
    for name, field in fields.items():
        here = f"{where} {name}".strip()
        if name in written:
            faults += faults_of(written[name], field.type, here)
        elif field.required:
            faults.append(f"{here} is missing.")
    return faults


def _wanted(kind: Any) -> str:  # noqa: ANN401 - any annotation
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is Annotated:
        described = [meta.description for meta in arguments[1:] if meta.description]
        return described[0] if described else _wanted(arguments[0])
    if origin is Literal:
        *others, last = map(str, arguments)
        return f"{', '.join(others)} or {last}" if others else last
    if type(None) in arguments:
        return _wanted(next(each for each in arguments if each is not type(None)))
    return _WANTED[origin or kind]


def _shown(written: object) -> str:
    if written is None:
        return "empty"
    if isinstance(written, bool):
        return f"{written!r}: put yes, no, on and off in quotation marks"
    return repr(written)
