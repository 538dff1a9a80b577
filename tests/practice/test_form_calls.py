from __future__ import annotations

import time

from practice.rules import Rules
from tests.practice.hospital import AMINA, BUTTON, PRIYA, Hospital, modal, open_hospital, refusal, text_field


def trigger(hospital: Hospital, user: str = AMINA.id) -> str:
    return hospital.slack.workspace.triggers.issue(user)


def test_a_trigger_works_once(hospital: Hospital) -> None:
    once = trigger(hospital)
    hospital.client.views_open(trigger_id=once, view=modal())
    assert refusal(hospital.client.views_open, trigger_id=once, view=modal()) == "exchanged_trigger_id"
    assert refusal(hospital.client.views_open, trigger_id="1.2.3", view=modal()) == "invalid_trigger_id"


def test_a_trigger_works_within_three_seconds() -> None:
    assert Rules().trigger_seconds == 3.0
    with open_hospital(rules=Rules(trigger_seconds=0.02)) as hospital:
        late = trigger(hospital)
        time.sleep(0.03)
        assert refusal(hospital.client.views_open, trigger_id=late, view=modal()) == "expired_trigger_id"
        assert [entry.summary for entry in hospital.slack.journal.broken()] == ["expired_trigger_id"]


def test_a_form_that_is_refused_does_not_spend_the_trigger(hospital: Hospital) -> None:
    once = trigger(hospital)
    bad = modal("A title that is far too long for Slack")
    assert refusal(hospital.client.views_open, trigger_id=once, view=bad) == "invalid_arguments"
    assert hospital.slack.journal.broken()[0].detail["answer"]["response_metadata"]["messages"]
    hospital.client.views_open(trigger_id=once, view=modal())


def test_a_pushed_form_needs_one_to_lie_on_and_three_is_the_end(hospital: Hospital) -> None:
    client = hospital.client
    assert refusal(client.views_push, trigger_id=trigger(hospital), view=modal()) == "not_found"
    first = client.views_open(trigger_id=trigger(hospital), view=modal())["view"]
    second = client.views_push(trigger_id=trigger(hospital), view=modal())["view"]
    third = client.views_push(trigger_id=trigger(hospital), view=modal())["view"]
    assert (third["root_view_id"], third["previous_view_id"]) == (first["id"], second["id"])
    fourth = refusal(client.views_push, trigger_id=trigger(hospital), view=modal())
    assert fourth == "push_limit_reached"
    assert len(hospital.forms(AMINA.id)) == 3


def test_an_update_with_an_old_hash_conflicts(hospital: Hospital) -> None:
    client = hospital.client
    view = client.views_open(trigger_id=trigger(hospital), view=modal())["view"]
    client.views_update(view_id=view["id"], hash=view["hash"], view=modal("Second"))
    stale = refusal(client.views_update, view_id=view["id"], hash=view["hash"], view=modal("Third"))
    assert stale == "hash_conflict"
    assert hospital.forms(AMINA.id)[0]["title"]["text"] == "Second"
    assert refusal(client.views_update, view_id="V0", view=modal()) == "not_found"


def test_a_form_is_found_by_its_external_id_which_is_unique(hospital: Hospital) -> None:
    client = hospital.client
    client.views_open(trigger_id=trigger(hospital), view=modal(external_id="mine"))
    client.views_update(external_id="mine", view=modal("Renamed", external_id="mine"))
    assert hospital.forms(AMINA.id)[0]["title"]["text"] == "Renamed"
    taken = modal(external_id="mine")
    again = refusal(client.views_open, trigger_id=trigger(hospital, PRIYA.id), view=taken)
    assert again == "duplicate_external_id"


def test_a_home_is_published_for_one_person(hospital: Hospital) -> None:
    home = {"type": "home", "blocks": [BUTTON]}
    view = hospital.client.views_publish(user_id=AMINA.id, view=home)["view"]
    again = hospital.client.views_publish(user_id=AMINA.id, view=home, hash=view["hash"])["view"]
    assert again["id"] == view["id"]
    stale = refusal(hospital.client.views_publish, user_id=AMINA.id, view=home, hash=view["hash"])
    assert stale == "hash_conflict"
    assert hospital.slack.people.screen(PRIYA.id)["home"] is None
    assert refusal(hospital.client.views_publish, user_id="U0GHOST", view=home) == "user_not_found"


def test_a_form_is_no_home_and_a_home_no_form(hospital: Hospital) -> None:
    home = {"type": "home", "blocks": [BUTTON]}
    assert refusal(hospital.client.views_publish, user_id=AMINA.id, view=modal()) == "invalid_arguments"
    opened = refusal(hospital.client.views_open, trigger_id=trigger(hospital), view=home)
    assert opened == "invalid_arguments"


def test_blocks_without_ids_are_given_some(hospital: Hospital) -> None:
    nameless = {key: value for key, value in text_field("note").items() if key != "block_id"}
    view = hospital.client.views_open(trigger_id=trigger(hospital), view=modal(blocks=[nameless]))["view"]
    assert view["blocks"][0]["block_id"]
    assert view["state"]["values"][view["blocks"][0]["block_id"]]["value"]["value"] is None
