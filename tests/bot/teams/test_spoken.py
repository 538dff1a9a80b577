"""What somebody typed, as they see it."""

from __future__ import annotations

import time
from typing import Any

import pytest

from bot.teams.spoken import Spoken, spoken

BOT = "28:bot"
QUOTE = (
    '<blockquote itemscope="" itemtype="http://schema.skype.com/Reply" itemid="170">'
    '<strong itemprop="mri" itemid="28:bot">PairMe</strong><span itemprop="time" itemid="170"></span>'
    '<p itemprop="preview">Have you met?</p></blockquote>'
)


def html(content: str, **more: Any) -> dict[str, Any]:
    attachment = {"contentType": "text/html", "content": content}
    return {"text": "something else", "attachments": [attachment], "recipient": {"id": BOT}, **more}


def mention(name: str, id_: str) -> dict[str, Any]:
    return {"type": "mention", "text": f"<at>{name}</at>", "mentioned": {"id": id_, "name": name}}


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("<p>Tuesday at noon</p>", "Tuesday at noon"),
        ("<p>5 &lt; 6 &amp; 7</p>", "5 < 6 & 7"),
        ("<p>I typed &amp;lt; myself</p>", "I typed &lt; myself"),
        ("<p>one</p><p>two</p>", "one\n\ntwo"),
        ("<div>one</div><div>&nbsp;</div><div>two</div>", "one\n\ntwo"),
        ("one<br>two<br/>three", "one\ntwo\nthree"),
        ("<p>first line\nsecond line</p>", "first line\nsecond line"),
        ("<p>very&nbsp; <b>good</b> <i>day</i></p>", "very good day"),
        ("<ul><li>a</li><li>b</li></ul>", "a\n\nb"),
        ('<p>thanks <emoji id="smile" alt="🙂" title="Smile"></emoji></p>', "thanks 🙂"),
        ('<p><img itemtype="http://schema.skype.com/Emoji" alt="👍"></p>', "👍"),
        ('<p><img src="https://example.org/a.png" alt="a ward"></p>', ""),
        ('<p>see <a href="https://example.org">this</a></p>', "see this"),
        ("", ""),
    ],
)
def test_html_is_read_as_the_person_sees_it(content: str, words: str) -> None:
    assert spoken(html(content)) == Spoken(words)


def test_a_quotation_says_which_message_is_answered_and_is_not_said_again() -> None:
    assert spoken(html(f"{QUOTE}<p>Yes, we have</p>")) == Spoken("Yes, we have", "170")


def test_of_two_quotations_the_first_counts() -> None:
    two = QUOTE + QUOTE.replace('itemid="170"', 'itemid="180"')
    assert spoken(html(f"{two}<p>Yes</p>")) == Spoken("Yes", "170")


def test_a_quotation_that_the_person_typed_themselves_is_theirs() -> None:
    assert spoken(html("<blockquote>to be or not to be</blockquote>")).words == "to be or not to be"


def test_a_newer_client_names_the_quoted_message_beside_the_text() -> None:
    entity = {"type": "quotedReply", "quotedReply": {"messageId": "190"}}
    activity = {"text": '<quoted messageId="190"/> Yes', "entities": [entity]}
    assert spoken(activity) == Spoken("Yes", "190")


@pytest.mark.parametrize(
    "content",
    [
        "<p><at>PairMe</at>&nbsp;cohort-report</p>",
        '<p><span itemtype="http://schema.skype.com/Mention" itemscope="" itemid="0">PairMe</span>&nbsp;cohort-report</p>',
    ],
)
def test_the_bots_own_name_is_left_out_and_another_stays(content: str) -> None:
    own = [mention("PairMe", BOT)]
    assert spoken(html(content, entities=own)).words == "cohort-report"
    both = [*own, mention("Priya Raman", "29:priya")]
    more = content.replace("cohort-report", "cohort-report with <at>Priya Raman</at>")
    assert spoken(html(more, entities=both)).words == "cohort-report with Priya Raman"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("<at>PairMe</at>&nbsp;cohort-report\n", "cohort-report"),
        ("pairme  status ", "pairme status"),
        ("5 < 6 & 7", "5 < 6 & 7"),
        (None, ""),
    ],
)
def test_without_html_the_plain_text_has_to_do(text: str | None, words: str) -> None:
    assert spoken({"text": text}) == Spoken(words)


@pytest.mark.parametrize("part", ["<at>", "<quoted ", "<a ", "<!--", "</", "&#", "<a b='", "<script>", "<"])
@pytest.mark.parametrize("end", ["", ">", "</at>"])
def test_a_message_full_of_tags_that_never_close_is_read_as_quickly_as_any_other(part: str, end: str) -> None:
    long = part * (27_000 // len(part)) + end
    began = time.process_time()
    spoken({"text": long})
    spoken(html(long))
    assert time.process_time() - began < 0.5


@pytest.mark.parametrize("content", ["<![&#1>", "<![if x]>", "<!a[", "<![x[y>"])
def test_declarations_that_no_client_writes_are_passed_over(content: str) -> None:
    assert spoken(html(content)).words in ("something else", "", content)


def test_more_than_teams_can_send_is_not_read_as_html() -> None:
    assert spoken(html("x" * 100_001)).words == "something else"


def test_parts_of_another_shape_say_nothing() -> None:
    entities = [{"type": "quotedReply", "quotedReply": "1"}, {"type": "mention", "mentioned": "29:x"}]
    assert spoken({"text": "hello", "entities": entities}) == Spoken("hello")
