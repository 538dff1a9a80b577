from __future__ import annotations

from typing import Any

import jwt
import pytest

from tests.practice.teams.office import AMINA, Office

CLIENT = "b07a1f00-0000-4000-8000-00000000b001"
WRONG: tuple[tuple[dict[str, Any], type[jwt.PyJWTError]], ...] = (
    ({"audience": "another bot"}, jwt.InvalidAudienceError),
    ({"issuer": "https://sts.windows.net/another/"}, jwt.InvalidIssuerError),
    ({"expires_in": -600.0}, jwt.ExpiredSignatureError),
    ({"starts_in": 600.0}, jwt.ImmatureSignatureError),
    ({"by_stranger": True}, jwt.InvalidSignatureError),
    ({"algorithm": "HS256"}, jwt.InvalidAlgorithmError),
    ({"algorithm": "none"}, jwt.InvalidAlgorithmError),
    ({"claims": {"exp": None}}, jwt.MissingRequiredClaimError),
    ({"kid": "unknown"}, jwt.PyJWKSetError),
)


def checked(office: Office, token: str) -> dict[str, Any]:
    """What a careful bot reads from a token."""
    uri = office.http.get(office.teams.openid_url).json()["jwks_uri"]
    published = jwt.PyJWKSet.from_dict(office.http.get(uri).json())
    kid = jwt.get_unverified_header(token)["kid"]
    key = next((one for one in published.keys if one.key_id == kid), None)
    if key is None:
        raise jwt.PyJWKSetError(kid)
    return dict(
        jwt.decode(
            token,
            key,
            ["RS256"],
            audience=CLIENT,
            issuer="https://api.botframework.com",
            options={"require": ["exp", "nbf", "serviceurl"]},
        )
    )


def test_a_token_is_signed_by_a_published_key_and_names_the_service(office: Office) -> None:
    activity = office.teams.activity(AMINA.id, "Hello")

    claims = checked(office, office.teams.bearer(activity))

    assert claims["serviceurl"] == activity["serviceUrl"] == office.teams.service_url


@pytest.mark.parametrize(("changes", "refusal"), WRONG, ids=str)
def test_a_wrong_token_is_wrong_in_one_thing_only(
    office: Office, changes: dict[str, Any], refusal: type[jwt.PyJWTError]
) -> None:
    with pytest.raises(refusal):
        checked(office, office.teams.bearer(office.teams.activity(AMINA.id, "Hello"), **changes))


def test_a_claim_that_is_taken_away_is_not_there(office: Office) -> None:
    token = office.teams.bearer({}, claims={"serviceurl": None})

    assert "serviceurl" not in jwt.decode(token, options={"verify_signature": False})


def test_keys_say_which_channels_they_are_for(office: Office) -> None:
    (key,) = office.teams.tenant.signing.key_set()["keys"]

    assert key["endorsements"] == ["msteams"]


def test_a_new_key_signs_while_the_old_one_stays_published(office: Office) -> None:
    signing = office.teams.tenant.signing
    before = office.teams.bearer({})
    signing.rotate()
    after = office.teams.bearer({})

    assert checked(office, before)["iss"] == checked(office, after)["iss"]
    assert jwt.get_unverified_header(before)["kid"] != jwt.get_unverified_header(after)["kid"]


def test_an_old_key_can_be_taken_back(office: Office) -> None:
    before = office.teams.bearer({})
    office.teams.tenant.signing.rotate(keep_old=False)

    with pytest.raises(jwt.PyJWKSetError):
        checked(office, before)
