"""Health numbers written in a text, and nothing else.

The check and the ranges are public: NHS number (England, Wales, Isle of Man), CHI number (Scotland),
H&C number (Northern Ireland) and the 9xx numbers kept for tests.
Of random ten-digit numbers the check alone lets 9 in 100 through; the check and a range, 3 in 100.
"""

from __future__ import annotations

import re
from datetime import date
from unicodedata import decimal

_SEPARATOR = "[ \u00a0\u202f.\u2010\u2011\u2013-]"
_WRITTEN = re.compile(
    rf"(?<![0-9£])(?<![0-9]\.)(?:[0-9]{{10}}|[0-9]{{3}}{_SEPARATOR}[0-9]{{3}}{_SEPARATOR}[0-9]{{4}}|[0-9]{{6}}{_SEPARATOR}[0-9]{{4}})"
    r"(?![0-9£])(?!\.[0-9])"
)
_NOT_A_DIGIT = re.compile("[^0-9]")
_LEAP_YEAR = 2000


def found(text: str) -> list[str]:
    """The health numbers in a text, in their order, each as it may be shown: "943 … 19".

    Ten digits together, or in groups of 3-3-4 or 6-4 with one space, hyphen, en dash or full stop between.
    A number that touches another digit, a pound sign or a decimal point is no health number, so a
    helpline of eleven digits never is. Any Unicode decimal digit counts as the digit that it stands for.
    """
    numbers = (_NOT_A_DIGIT.sub("", match.group()) for match in _WRITTEN.finditer(_plain(text)))
    return [f"{number[:3]} … {number[-2:]}" for number in numbers if _is_issued(number) and _checks(number)]


def _plain(text: str) -> str:
    return "".join(str(decimal(character, character)) for character in text)


def _checks(number: str) -> bool:
    """Weights 10 to 2, then eleven less the remainder; eleven is written 0, and ten is never given."""
    weighted = sum(int(digit) * weight for digit, weight in zip(number, range(10, 1, -1), strict=False))
    return -weighted % 11 == int(number[-1])


def _is_issued(number: str) -> bool:
    first_three = int(number[:3])
    return (
        320 <= first_three <= 499  # noqa: PLR2004 - Northern Ireland to 399, England, Wales and Man from 400
        or 600 <= first_three <= 799  # noqa: PLR2004 - England, Wales and Man
        or first_three >= 900  # noqa: PLR2004 - tests
        or _begins_with_a_birthday(number)
    )


def _begins_with_a_birthday(number: str) -> bool:
    """A CHI number begins with the day and month of birth: 010 000 0000 to 311 299 9999."""
    try:
        date(_LEAP_YEAR, int(number[2:4]), int(number[:2]))
    except ValueError:
        return False
    return True
