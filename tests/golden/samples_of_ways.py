"""Samples of how those who learn together reach each other, where the bot cannot open one chat for them all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from programme.words import joining, prompting, reaching
from programme.words.message import Form, Message
from programme.words.reaching import Far, Near, Ways

ADDRESS = "priya.nair@example.org"
PRIYA_FAR, BEN_NEAR = Far("Priya Nair", "Microsoft Teams", ADDRESS), Near("Ben O'Neill", "U2")
WHEN = prompting.asks_when_and_where("Amina Yusuf, meet Priya Nair. When and where will you meet?", 7, "")
STANDING = joining.my_pair(
    4, [("Priya Nair", "Service manager")], "Spring 2027", "First meeting: Thursday 18 March"
)
WAYS: Mapping[str, Message | Form] = {
    "reaching.introduced": reaching.introduced(WHEN, Ways(4, (), (PRIYA_FAR,), has_shared=True)),
    "reaching.introduced:same-chat": reaching.introduced(WHEN, Ways(4, (BEN_NEAR,), (), has_shared=True)),
    "reaching.introduced:trio-same-chat": reaching.introduced(
        WHEN, Ways(4, (BEN_NEAR, Near("Priya Nair", "U3")), (), has_shared=True)
    ),
    "reaching.introduced:nobody-shares": reaching.introduced(
        WHEN, Ways(4, (), (replace(PRIYA_FAR, address=""),), has_shared=False)
    ),
    "reaching.introduced:partner-does-not-share": reaching.introduced(
        WHEN, Ways(4, (), (Far("Amina Yusuf", "Slack", ""),), has_shared=True)
    ),
    "reaching.introduced:trio": reaching.introduced(
        WHEN, Ways(4, (BEN_NEAR,), (PRIYA_FAR,), has_shared=True)
    ),
    "reaching.with_way": reaching.with_way(WHEN, Ways(4, (BEN_NEAR,), (PRIYA_FAR,), has_shared=True)),
    "reaching.with_way:trio-nobody-shares": reaching.with_way(
        WHEN,
        Ways(4, (), (Far("Amina Yusuf", "Slack", ""), Far("Ben O'Neill", "Slack", "")), has_shared=False),
    ),
    "reaching.standing:same-chat": reaching.standing(STANDING, Ways(4, (BEN_NEAR,), (), has_shared=True)),
    "reaching.standing": reaching.standing(STANDING, Ways(4, (), (PRIYA_FAR,), has_shared=True)),
    "reaching.standing:nobody-shares": reaching.standing(
        STANDING, Ways(4, (), (Far("Priya Nair", "", ""),), has_shared=False)
    ),
    "reaching.standing:trio": reaching.standing(
        STANDING, Ways(4, (BEN_NEAR,), (PRIYA_FAR,), has_shared=True)
    ),
    "reaching.share_form": reaching.share_form(4, ["Priya Nair"], "amina.yusuf@example.org"),
    "reaching.share_form:trio": reaching.share_form(4, ["Priya Nair", "Chidi Obi-Lee"], ""),
    "reaching.shared:both": reaching.shared(["Priya Nair"], []),
    "reaching.shared:one": reaching.shared([], ["Priya Nair"]),
    "reaching.shared:trio": reaching.shared(["Priya Nair"], ["Chidi Obi-Lee"]),
    "reaching.not_needed": reaching.not_needed(["Priya Nair"]),
    "reaching.no_partner": reaching.no_partner(),
    "reaching.address_of": reaching.address_of("Priya Nair", ADDRESS),
}
