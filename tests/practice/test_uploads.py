from __future__ import annotations

from typing import Any

import pytest
from slack_sdk.errors import SlackApiError

from practice.rules import Rules
from tests.practice.hospital import AMINA, PRIYA, WARD, Hospital, eventually, open_hospital, refusal

PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)


def picture(file_id: str) -> dict[str, Any]:
    return {"type": "image", "slack_file": {"id": file_id}, "alt_text": "Two of three pairs have met"}


def upload(hospital: Hospital, **more: Any) -> dict[str, Any]:
    given = {"filename": "chart.png", "content": PNG, "title": "Chart", "alt_txt": "Two of three", **more}
    file: dict[str, Any] = hospital.client.files_upload_v2(**given)["file"]
    return file


def test_an_upload_in_three_steps_keeps_title_and_alt_text(hospital: Hospital) -> None:
    file = upload(hospital)
    known = hospital.client.files_info(file=file["id"])["file"]
    assert (known["title"], known["alt_txt"], known["size"]) == ("Chart", "Two of three", len(PNG))
    assert (known["mimetype"], known["filetype"]) == ("image/png", "png")
    assert hospital.texts(AMINA.id, WARD.id) == []


def test_an_upload_into_a_conversation_is_a_message_there(hospital: Hospital) -> None:
    root = hospital.client.chat_postMessage(channel=WARD.id, text="Report")["ts"]
    upload(hospital, channel=WARD.id, initial_comment="The chart", thread_ts=root)
    message = hospital.messages(PRIYA.id, WARD.id)[1]
    assert (message["text"], message["thread_ts"]) == ("The chart", root)
    shown = message["files"][0]
    assert (shown["alt_text"], shown["title"], shown["mimetype"]) == ("Two of three", "Chart", "image/png")


def test_a_picture_is_refused_until_its_upload_has_settled() -> None:
    with open_hospital(rules=Rules(upload_settles_seconds=0.15)) as hospital:
        client, file = hospital.client, upload(hospital)
        blocks = [picture(file["id"])]
        assert client.files_info(file=file["id"])["file"]["mimetype"] == ""
        with pytest.raises(SlackApiError) as refused:
            client.chat_postMessage(channel=AMINA.id, text="Report", blocks=blocks)
        assert refused.value.response["error"] == "invalid_blocks"
        assert "invalid slack file" in refused.value.response["response_metadata"]["messages"][0]
        assert hospital.slack.journal.broken() == []
        eventually(lambda: client.files_info(file=file["id"])["file"]["mimetype"])
        client.chat_postMessage(channel=AMINA.id, text="Report", blocks=blocks)
        shown = hospital.messages(AMINA.id)[0]["blocks"][0]
        assert shown["image_url"].startswith(f"/files/{file['id']}/chart.png?token=")


def test_a_picture_that_does_not_exist_or_is_none_is_refused(hospital: Hospital) -> None:
    calendar = upload(hospital, filename="visit.ics", content="BEGIN:VCALENDAR")
    for wrong in ("F0NOWHERE", calendar["id"]):
        post = hospital.client.chat_postMessage
        assert refusal(post, channel=AMINA.id, text="See", blocks=[picture(wrong)]) == "invalid_blocks"


def test_a_file_is_shared_where_its_permalink_is_named(hospital: Hospital) -> None:
    file = upload(hospital, filename="visit day.ics", content="BEGIN:VCALENDAR")
    hospital.client.chat_postMessage(channel=AMINA.id, text=f"Your visit: <{file['permalink']}|visit>")
    assert [one["name"] for one in hospital.messages(AMINA.id)[0]["files"]] == ["visit day.ics"]
    assert hospital.client.files_info(file=file["id"])["file"]["ims"] == [hospital.slack.people.dm(AMINA.id)]


def test_a_file_linked_too_early_is_passed_over_and_a_rule_broken() -> None:
    with open_hospital(rules=Rules(upload_settles_seconds=60.0)) as hospital:
        file = upload(hospital)
        hospital.client.chat_postMessage(channel=AMINA.id, text=f"See {file['permalink']}")
        assert hospital.messages(AMINA.id)[0]["files"] == []
        assert [entry.kind for entry in hospital.slack.journal.broken()] == ["rule"]


def test_an_upload_is_completed_once_and_after_its_bytes_came(hospital: Hospital) -> None:
    client = hospital.client
    started = client.files_getUploadURLExternal(filename="a.txt", length=3)
    complete = client.files_completeUploadExternal
    early = refusal(complete, files=[{"id": started["file_id"], "title": "A"}])
    assert early == "file_not_found"
    done = upload(hospital)
    assert refusal(complete, files=[{"id": done["id"], "title": "Again"}]) == "file_not_found"
    assert refusal(complete, files=[]) == "invalid_arguments"


def test_a_deleted_file_is_gone_from_messages(hospital: Hospital) -> None:
    file = upload(hospital, channel=WARD.id)
    hospital.client.files_delete(file=file["id"])
    assert hospital.messages(AMINA.id, WARD.id)[0]["files"] == []
    assert refusal(hospital.client.files_info, file=file["id"]) == "file_not_found"
    theirs = hospital.slack.people
    theirs.upload(AMINA.id, theirs.dm(AMINA.id), "list.csv", b"name")
    own = hospital.messages(AMINA.id)[0]["files"][0]["id"]
    assert refusal(hospital.client.files_delete, file=own) == "cant_delete_file"
