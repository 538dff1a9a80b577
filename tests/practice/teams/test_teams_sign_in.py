from __future__ import annotations

import pytest

from practice.teams.rules import TeamsRules
from tests.practice.teams.drawn import message
from tests.practice.teams.office import AMINA, Office, open_office

REFUSED = (
    ({"client_secret": "wrong"}, 401, "invalid_client"),
    ({"client_id": "another bot"}, 400, "unauthorized_client"),
    ({"scope": "https://graph.microsoft.com/.default"}, 400, "invalid_scope"),
    ({"grant_type": "password"}, 400, "unsupported_grant_type"),
    ({"tenant": "another tenant"}, 400, "invalid_request"),
)


def test_a_token_is_given_for_an_hour(office: Office) -> None:
    told = office.token().json()

    assert (told["token_type"], told["expires_in"]) == ("Bearer", 3599)
    assert told["access_token"]


@pytest.mark.parametrize(("changes", "status", "error"), REFUSED, ids=[error for _, _, error in REFUSED])
def test_sign_in_is_refused_for_one_wrong_thing(
    office: Office, changes: dict[str, str], status: int, error: str
) -> None:
    answer = office.token(**changes)

    assert (answer.status_code, answer.json()["error"]) == (status, error)
    assert [entry.summary for entry in office.teams.journal.broken()] == [error]


def test_secrets_and_tokens_never_enter_the_journal(office: Office) -> None:
    token = office.token().json()["access_token"]
    office.said(AMINA, message())

    written = str([entry.as_json() for entry in office.teams.journal.entries()])
    assert token not in written
    assert office.teams.client_secret not in written


@pytest.mark.parametrize("carried", ["", "Bearer made-up", "Basic made-up"])
def test_a_call_without_a_token_of_ours_is_a_broken_rule(office: Office, carried: str) -> None:
    url = f"{office.teams.service_url}v3/teams/19:ward@thread.tacv2"
    answer = office.http.get(url, headers={"Authorization": carried})

    assert (answer.status_code, answer.json()["error"]["code"]) == (401, "Unauthorized")
    assert len(office.teams.journal.broken()) == 1


def test_a_token_that_was_taken_back_is_refused_and_nobodys_fault(office: Office) -> None:
    office.teams.tenant.tokens.end()

    assert office.create(AMINA.id).status_code == 401
    assert not office.teams.journal.broken()
    office.sign_in()
    assert office.create(AMINA.id).status_code == 201


def test_a_token_ends_with_its_time() -> None:
    with open_office(TeamsRules(token_seconds=0.0)) as office:
        assert office.create(AMINA.id).status_code == 401
        assert not office.teams.journal.broken()
