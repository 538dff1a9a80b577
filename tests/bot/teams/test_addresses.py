"""Which addresses out of an activity are called."""

from __future__ import annotations

import pytest

from bot.teams.addresses import is_safe

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
