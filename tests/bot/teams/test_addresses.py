"""Which addresses out of an activity are called."""

from __future__ import annotations

import pytest

from bot.teams.addresses import is_one_part, is_place_of_files, is_safe

TEAMS = "https://smba.trafficmanager.net/uk/"
HERE = "http://127.0.0.1:4000/connector/"


@pytest.mark.parametrize("url", [TEAMS, "https://larkhill-my.sharepoint.com/upload?a=b", "https://8.8.8.8/x"])
def test_https_to_the_world_is_safe(url: str) -> None:
    assert is_safe(url, beside=TEAMS)


@pytest.mark.parametrize(
    "url",
    [
        "http://smba.trafficmanager.net/uk/",
        "http://127.0.0.1:8080/",
        "https://127.0.0.1/",
        "https://localhost/",
        "https://10.1.2.3/",
        "https://169.254.169.254/latest",
        "https://[::1]/",
        "https://[fe80::1",
        "file:///etc/passwd",
        "",
    ],
)
def test_what_leads_into_our_own_network_or_goes_in_the_open_is_not(url: str) -> None:
    assert not is_safe(url, beside=TEAMS)


def test_a_service_on_this_machine_may_name_this_machine() -> None:
    assert is_safe("http://localhost:5000/drive", beside=HERE)
    assert not is_safe("http://evil.example/", beside=HERE)


@pytest.mark.parametrize(
    "url", ["https://larkhill-my.sharepoint.com/personal/a/upload?guid='1'", "https://x.sharepoint.com:443/a"]
)
def test_files_lie_in_sharepoint(url: str) -> None:
    assert is_place_of_files(url, beside=TEAMS)


@pytest.mark.parametrize(
    "url",
    [
        "https://intranet.larkhill.example/",
        "https://127.0.0.1.nip.example/",
        "https://sharepoint.com.elsewhere.example/",
        "https://notsharepoint.com/",
        "https://elsewhere.example\\@x.sharepoint.com/",
        "https://elsewhere.example#@x.sharepoint.com/",
        "https://x.sharepoint.com:8443/",
        "https://x.sharepoint.com:many/",
        "http://x.sharepoint.com/",
    ],
)
def test_nobody_has_us_fetch_what_lies_elsewhere(url: str) -> None:
    assert not is_place_of_files(url, beside=TEAMS)


def test_on_this_machine_files_lie_here() -> None:
    assert is_place_of_files("http://127.0.0.1:5000/drive/1", beside=HERE)


@pytest.mark.parametrize(
    "id_", ["1700000000000", "29:1a_-b", "f:1-2", "00000000-0000-4000-8000-000000000001", "1:x@y;z=1"]
)
def test_an_id_is_one_part_of_an_address(id_: str) -> None:
    assert is_one_part(id_)


@pytest.mark.parametrize("id_", ["../members", "a/b", "a?b=c", "a#b", "%2e%2e", "a\\b", "..", ".", "", "a b"])
def test_what_would_lead_elsewhere_is_none(id_: str) -> None:
    assert not is_one_part(id_)
