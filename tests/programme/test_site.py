"""A site's configuration is right, or says everything that is wrong with it."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from programme.health_numbers import found
from programme.site import Signpost, SiteProblems, read, stale

PROGRAMME = Path(__file__).parents[2] / "programme"
WRITTEN = (PROGRAMME / "site.yaml").read_text(encoding="utf-8")
SITE = read(WRITTEN)
TODAY = date(2027, 9, 13)


def problems_in(text: str) -> tuple[str, ...]:
    with pytest.raises(SiteProblems) as caught:
        read(text)
    return caught.value.problems


def signpost(checked_on: date | None) -> Signpost:
    return Signpost(name="Samaritans", contact="116 123", hours="any time", note="", checked_on=checked_on)


def test_the_made_up_hospital_is_ready_to_use() -> None:
    assert (SITE.hospital, SITE.nation, SITE.closed_on) == ("Larkhill Children's Hospital", "ENG", ())
    assert [place.value for place in SITE.sites] == ["main", "hub"]
    assert len(SITE.directorates) == 7
    assert frozenset({"medicine", "oncology"}) in SITE.links
    corporate = {place.value for place in SITE.directorates} - {"corporate"}
    assert all(frozenset({"corporate", other}) in SITE.links for other in corporate)


def test_the_helplines_are_the_known_ones_and_no_health_numbers() -> None:
    contacts = {each.contact for each in SITE.signposts}
    assert {"999", "111", "116 123", "0330 123 1245", "0300 0303 300"} <= contacts
    assert found(WRITTEN) == []


def test_a_signpost_goes_stale_after_six_months_and_is_stale_when_never_checked() -> None:
    fresh, old, never = (
        signpost(TODAY - timedelta(days=183)),
        signpost(TODAY - timedelta(days=184)),
        signpost(None),
    )
    assert stale((fresh, old, never), TODAY) == (old, never)


def test_nobody_has_checked_the_made_up_hospitals_signposts() -> None:
    assert stale(SITE.signposts, TODAY) == SITE.signposts


def test_a_day_is_written_as_a_date() -> None:
    site = read(WRITTEN.replace("closed_on: []", "closed_on: [2027-12-24]"))
    assert site.closed_on == (date(2027, 12, 24),)


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("nation: ENG", "nation: GB", "nation must be ENG, SCT, WLS or NIR, not 'GB'."),
        (
            "closed_on: []",
            "closed_on: [Christmas]",
            "closed_on 1 must be a date such as 2027-09-13, not 'Christmas'.",
        ),
        ("closed_on: []", "closed_on: soon", "closed_on must be a list, not 'soon'."),
        ('contact: "999"', "contact: 999", "signposts 1 contact must be text, not 999."),
        ("value: hub", "value: main", "sites value main stands there 2 times."),
        (
            "value: surgery",
            "value: theatre",
            "linked_directorates 3 names 'surgery', which is not in directorates.",
        ),
        (
            "[emergency, medicine]",
            "[medicine, medicine]",
            "linked_directorates 2 must name two different directorates, not ['medicine', 'medicine'].",
        ),
        ("hospital: Larkhill Children's Hospital", "", "hospital is missing."),
        ("    hours: any time\n", "", "signposts 1 hours is missing."),
        ("hospital:", "hospitable:", "hospitable is not a known key."),
        (
            "    checked_on: null",
            "    checked_on: May",
            "signposts 1 checked_on must be a date such as 2027-09-13, not 'May'.",
        ),
    ],
)
def test_a_problem_is_told_with_its_key(old: str, new: str, problem: str) -> None:
    assert old in WRITTEN
    assert problem in problems_in(WRITTEN.replace(old, new, 1))


def test_every_problem_is_told_at_once() -> None:
    text = WRITTEN.replace("nation: ENG", "nation: GB").replace(
        "hospital: Larkhill Children's Hospital", "hospital: 1"
    )
    assert problems_in(text) == (
        "hospital must be text, not 1.",
        "nation must be ENG, SCT, WLS or NIR, not 'GB'.",
    )


def test_a_day_that_does_not_exist_is_a_problem_like_any_other() -> None:
    text = WRITTEN.replace("closed_on: []", "closed_on: [2027-02-30]")
    assert problems_in(text) == ("A date in the file does not exist: day is out of range for month.",)


def test_a_file_that_is_no_configuration_says_so() -> None:
    assert problems_in("Larkhill") == ("The file must hold keys and values.",)


def test_files_may_be_handed_over_in_a_chat_unless_the_site_forbids_it() -> None:
    assert SITE.files_in_chat
    assert read(WRITTEN.replace("files_in_chat: true\n", "")).files_in_chat
    assert not read(WRITTEN.replace("files_in_chat: true", "files_in_chat: false")).files_in_chat
    assert problems_in(WRITTEN.replace("files_in_chat: true", "files_in_chat: perhaps")) == (
        "files_in_chat must be true or false, not 'perhaps'.",
    )
