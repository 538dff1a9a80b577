from __future__ import annotations

from typing import Any

import pytest

from practice.faults import Fault
from practice.refusal import NotPossible
from practice.teams.file_acts import NO_FILES
from practice.teams.rules import TeamsRules
from tests.practice.teams.drawn import message
from tests.practice.teams.office import AMINA, ROUNDS, Office, open_office

CALENDAR = b"BEGIN:VCALENDAR"
CONSENT = {
    "contentType": "application/vnd.microsoft.teams.card.file.consent",
    "name": "meeting.ics",
    "content": {
        "description": "Your meeting",
        "sizeInBytes": len(CALENDAR),
        "acceptContext": {"file": "1"},
        "declineContext": {"file": "2"},
    },
}
OFFER = {"type": "message", "attachments": [CONSENT]}


def accepted(office: Office) -> dict[str, Any]:
    """What the bot is told once Amina has agreed."""
    chat = office.teams.people.chat(AMINA.id)
    assert office.teams.people.accept_file(AMINA.id, chat, office.said(AMINA, OFFER)).acknowledged
    told: dict[str, Any] = office.bot.last["value"]
    return told


def whole(content: bytes) -> dict[str, str]:
    return {"Content-Range": f"bytes 0-{len(content) - 1}/{len(content)}", "Authorization": ""}


def put(office: Office, url: str, content: bytes, headers: dict[str, str]) -> int:
    request = office.http.build_request("PUT", url, content=content, headers=headers)
    if not headers.get("Authorization"):
        del request.headers["Authorization"]
    return office.http.send(request).status_code


def test_a_file_goes_to_where_it_was_agreed_to(office: Office) -> None:
    told = accepted(office)
    assert (told["type"], told["action"], told["context"]) == ("fileUpload", "accept", {"file": "1"})
    place = told["uploadInfo"]
    assert (place["name"], place["fileType"]) == ("meeting.ics", "ics")

    assert put(office, place["uploadUrl"], CALENDAR, whole(CALENDAR)) == 201
    info = {
        "contentType": "application/vnd.microsoft.teams.card.file.info",
        "contentUrl": place["contentUrl"],
        "name": place["name"],
        "content": {"uniqueId": place["uniqueId"], "fileType": place["fileType"]},
    }
    office.said(AMINA, {"type": "message", "attachments": [info]})
    offered, stored = (one["files"][0] for one in office.messages(AMINA))
    assert (offered["kind"], offered["decided"], offered["size"]) == ("consent", "accept", len(CALENDAR))
    assert office.http.get(stored["url"]).content == CALENDAR
    assert not office.teams.journal.broken()


def test_a_file_can_be_declined(office: Office) -> None:
    chat, said = office.teams.people.chat(AMINA.id), office.said(AMINA, OFFER)
    office.teams.people.decline_file(AMINA.id, chat, said)

    assert office.bot.last["name"] == "fileConsent/invoke"
    assert office.bot.last["replyToId"] == said
    assert office.bot.last["value"] == {"type": "fileUpload", "action": "decline", "context": {"file": "2"}}
    assert office.messages(AMINA)[0]["files"][0]["decided"] == "decline"


def test_an_upload_works_once_and_as_a_whole_and_without_a_token(office: Office) -> None:
    url = accepted(office)["uploadInfo"]["uploadUrl"]

    assert put(office, url, CALENDAR, {**whole(CALENDAR), "Authorization": "Bearer x"}) == 401
    assert put(office, url, CALENDAR, {"Content-Range": "bytes 0-4/15"}) == 400
    assert put(office, url, CALENDAR, whole(CALENDAR)) == 201
    assert put(office, url, CALENDAR, whole(CALENDAR)) == 404
    assert len(office.teams.journal.broken()) == 3


def test_an_upload_can_fail(office: Office) -> None:
    url = accepted(office)["uploadInfo"]["uploadUrl"]
    office.teams.faults.add("upload", Fault(status=503))

    assert put(office, url, CALENDAR, whole(CALENDAR)) == 503
    assert put(office, url, CALENDAR, whole(CALENDAR)) == 201


def test_a_site_can_forbid_files() -> None:
    with open_office(TeamsRules(allows_files=False)) as office:
        chat, said = office.teams.people.chat(AMINA.id), office.said(AMINA, OFFER)
        assert office.teams.people.accept_file(AMINA.id, chat, said).error == NO_FILES
        assert office.notices(AMINA) == [NO_FILES]
        assert not office.bot.heard
        with pytest.raises(NotPossible, match="does not allow"):
            office.teams.people.upload(AMINA.id, "list.csv", b"name")


def test_only_a_consent_card_can_be_agreed_to(office: Office) -> None:
    with pytest.raises(NotPossible, match="no consent"):
        office.teams.people.accept_file(
            AMINA.id, office.teams.people.chat(AMINA.id), office.said(AMINA, message())
        )


def test_files_are_for_the_chat_of_two(office: Office) -> None:
    said = office.post(ROUNDS, OFFER).json()["id"]

    with pytest.raises(NotPossible, match="1:1 chat only"):
        office.teams.people.accept_file(AMINA.id, ROUNDS, said)


def test_what_somebody_sends_is_downloaded_without_a_token(office: Office) -> None:
    office.teams.people.upload(AMINA.id, "people.csv", b"email\n", "Here is the list")

    heard = office.bot.last
    attachment = heard["attachments"][0]
    assert (heard["text"], attachment["name"]) == ("Here is the list", "people.csv")
    assert attachment["contentType"] == "application/vnd.microsoft.teams.file.download.info"
    assert attachment["content"]["fileType"] == "csv"
    url = attachment["content"]["downloadUrl"]
    assert office.http.get(url, headers={"Authorization": ""}).content == b"email\n"
    assert office.http.get(f"{url}x").status_code == 404
    assert office.messages(AMINA)[0]["files"] == [{"kind": "file", "name": "people.csv", "url": url}]
