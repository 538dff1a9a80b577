from __future__ import annotations

import subprocess
import sys
from io import BytesIO

import pytest
from PIL import Image

from bot.slack.chart import png
from programme.words.message import Bar, Chart

MET = Chart(
    "Pairs who have met", "21 of 30 pairs have met.", (Bar("North", 12), Bar("South", 9), Bar("West", 0))
)


def size(picture: bytes) -> tuple[int, int]:
    return Image.open(BytesIO(picture), formats=["PNG"]).size


def drawn(picture: bytes) -> Image.Image:
    return Image.open(BytesIO(picture)).convert("RGB")


def test_a_chart_is_800_pixels_wide_and_as_tall_as_its_bars() -> None:
    assert size(png(MET)) == (800, 368)
    assert size(png(Chart(MET.title, MET.summary, MET.bars[:1]))) == (800, 192)


def test_the_same_chart_gives_the_same_bytes() -> None:
    assert png(MET) == png(MET)


def test_a_picture_carries_no_word_of_when_or_with_what_it_was_made() -> None:
    assert Image.open(BytesIO(png(MET))).info.keys() == {"dpi"}


def test_bars_are_as_long_as_their_numbers() -> None:
    picture = drawn(png(MET))
    blue = [sum(picture.getpixel((x, y)) == (0, 94, 184) for x in range(800)) for y in range(368)]
    lengths = [length for length in dict.fromkeys(blue) if length > 50]
    assert len(lengths) == 2
    assert lengths[1] / lengths[0] == pytest.approx(9 / 12, abs=0.01)


def test_a_long_label_is_written_on_more_lines_and_dollars_are_no_formula() -> None:
    label = "Have shadowed each other for half a day, which $cost$ nobody anything, in either direction"
    assert size(png(Chart("Title", "Summary", (Bar(label, 1),))))[1] == 192 + 32


def test_bars_that_are_all_nothing_can_be_drawn() -> None:
    assert size(png(Chart("Title", "Summary", (Bar("Met", 0), Bar("Shadowed", 0)))))[0] == 800


def test_a_chart_without_bars_is_refused() -> None:
    with pytest.raises(ValueError, match="'Nothing yet' has no bars"):
        png(Chart("Nothing yet", "", ()))


def test_the_drawing_library_is_loaded_only_when_there_is_something_to_draw() -> None:
    look = "import sys, bot.slack.chart; sys.exit('matplotlib' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", look], check=False).returncode == 0
