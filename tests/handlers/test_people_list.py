"""A list is read whole or refused whole, and every line that is wrong is named."""

from __future__ import annotations

import pytest

from handlers.people_list import MOST_ROWS, BadList, read_list
from programme.words import importing
from storage.imports import ListedPerson

AMINA = ListedPerson(2, "", "amina@example.org", "")


def refusal(text: str) -> str:
    with pytest.raises(BadList) as refused:
        read_list(text)
    return str(refused.value)


def test_people_are_named_by_email_or_by_id_with_their_group() -> None:
    text = "id,email,group\n,amina@example.org,doctor\nU0000PRIYA,,Manager\nU000000BEN,,Resident doctor\n"
    assert read_list(text) == [
        ListedPerson(2, "", "amina@example.org", "doctor"),
        ListedPerson(3, "U0000PRIYA", "", "manager"),
        ListedPerson(4, "U000000BEN", "", "doctor"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "email\namina@example.org",
        "email\r\namina@example.org\r\n",
        "email\ramina@example.org\r",
        "\ufeffemail\r\namina@example.org\r\n",
        "E-mail\nAMINA@example.org \n",
        "Email address,Name\namina@example.org,Amina Yusuf\n",
        "Name;Email\nAmina Yusuf;amina@example.org\n",
        "Name\tEmail\nAmina Yusuf\tamina@example.org\n",
        'Name, Email\n"Yusuf, Amina", amina@example.org\n',
        'Name;"Email"\n"Amina ""Mina"" Yusuf";"amina@example.org"\n',
        "email,group\namina@example.org\n,\n,,\n\n",
    ],
)
def test_what_spreadsheets_write_in_one_country_or_another_is_read(text: str) -> None:
    assert read_list(text) == [AMINA]


def test_a_line_that_only_names_the_separator_counts_as_a_line() -> None:
    assert read_list("sep=;\nname;email\nAmina;amina@example.org\n") == [
        ListedPerson(3, "", "amina@example.org", "")
    ]


def test_lines_are_numbered_as_a_spreadsheet_or_editor_shows_them() -> None:
    text = 'note,email\n\n"two\nlines",amina@example.org\n,priya@example\n'
    assert refusal(text) == "Line 5: priya@example is not an email address."


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("Amina,,", "it has neither an email nor an id."),
        ("Amina,amina(at)example.org,", "amina(at)example.org is not an email address."),
        ("Amina,amina@example.org,nurse", "the group must be doctor or manager."),
        ("Yusuf, Amina,amina@example.org,doctor", "it has more columns than the first line."),
        ('Amina,"amina@example.org', "the quotation marks do not match."),
        ('Amina,"amina"@example.org', "the quotation marks do not match."),
        ("Priya again,PRIYA@example.org,", "the same person as on line 2."),
    ],
)
def test_a_line_that_is_wrong_is_named_by_its_number(line: str, what: str) -> None:
    assert refusal(f"name,email,group\nPriya,priya@example.org,manager\n{line}\n") == f"Line 3: {what}"


def test_the_same_id_twice_is_one_person_twice() -> None:
    assert refusal("id\nU1\nU2\nU1") == "Line 4: the same person as on line 2."


def test_every_line_that_is_wrong_is_named_up_to_ten() -> None:
    lines = refusal("email\n" + "\n".join(f"nobody{n}" for n in range(12))).splitlines()
    assert lines[0] == "Line 2: nobody0 is not an email address."
    assert lines[9] == "Line 11: nobody9 is not an email address."
    assert lines[10:] == ["And 2 more lines."]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("", importing.UNREADABLE),
        (" \n", importing.UNREADABLE),
        ("PK\x03\x04\x14\x00\x06\x00[Content_Types].xml", importing.SPREADSHEET),
        ("\ufffd\x11\ufffd\x00\x00Workbook", importing.SPREADSHEET),
        ("\ufffd\ufffde\x00m\x00a\x00i\x00l\x00", importing.SPREADSHEET),
        ("%PDF-1.7\n%%EOF", importing.NO_COLUMNS),
        ("amina@example.org\npriya@example.org\n", importing.NO_COLUMNS),
        (",,\n,,\n", importing.NO_COLUMNS),
        ("email,E-Mail\na@example.org,b@example.org\n", importing.COLUMN_TWICE),
        ("email\n", importing.NOBODY),
        ("email,group\n,\n", importing.NOBODY),
    ],
)
def test_what_is_no_list_is_refused_in_a_sentence(text: str, what: str) -> None:
    assert refusal(text) == what


def test_a_thousand_people_are_taken_and_one_more_is_too_many() -> None:
    lines = [f"person{n}@example.org" for n in range(MOST_ROWS)]
    assert len(read_list("\n".join(["email", *lines]))) == MOST_ROWS
    assert refusal("\n".join(["email", *lines, "one@example.org"])) == importing.too_long(MOST_ROWS)


def test_a_cell_longer_than_any_address_is_refused_and_not_read() -> None:
    assert refusal("email\n" + "x" * 200_000) == "Line 2: the quotation marks do not match."
