from __future__ import annotations

import pytest

from practice.escaping import as_command_text, as_said
from tests.practice.hospital import Hospital

SAID = [
    ("1 < 2 & 3 > 2", "1 &lt; 2 &amp; 3 &gt; 2"),
    ("thank @Amina Yusuf!", "thank <@U0AMINA>!"),
    ("thank @amina.yusuf", "thank <@U0AMINA>"),
    ("see #ward", "see <#C0WARD|ward>"),
    ("see https://example.org/a?b=1&c=2", "see <https://example.org/a?b=1&amp;c=2>"),
    ("write to a.b@example.org", "write to <mailto:a.b@example.org|a.b@example.org>"),
    ("<@U0PRIYA> & you", "<@U0PRIYA> &amp; you"),
    ("@nobody #nowhere", "@nobody #nowhere"),
    ("me@Amina Yusuf", "me@Amina Yusuf"),
]
TYPED = [
    ("@Priya Nair", "<@U0PRIYA|priya.nair>"),
    ("@PRIYA nair in #ward", "<@U0PRIYA|priya.nair> in <#C0WARD|ward>"),
    ("<@U0PRIYA|priya.nair>", "<@U0PRIYA|priya.nair>"),
    ("a.b@example.org", "a.b@example.org"),
]


@pytest.mark.parametrize(("typed", "sent"), SAID)
def test_a_message_is_marked_up_as_slack_does(hospital: Hospital, typed: str, sent: str) -> None:
    assert as_said(hospital.slack.workspace, typed) == sent


@pytest.mark.parametrize(("typed", "sent"), TYPED)
def test_a_command_is_escaped_as_slack_does(hospital: Hospital, typed: str, sent: str) -> None:
    assert as_command_text(hospital.slack.workspace, typed) == sent
