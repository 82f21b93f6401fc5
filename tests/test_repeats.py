"""Which articles were met before, and which are versions of one that was."""

from __future__ import annotations

import json
import random
import tracemalloc
from pathlib import Path

import pytest
from conftest import Run
from hypothesis import given
from hypothesis import strategies as st
from newsroom import ENGLISH, FIVE, RUSSIAN, STORIES, Story, dump

from ticker_clean.corpus.repeats import Met, Sketch, sketch_of
from ticker_clean.identity import article_id

LEDE = (
    "The new bridge over the Kara Darya at Uzgen was opened to lorries on Monday, eleven months later than the "
    "contract had promised."
)
BODY = LEDE + "\n\nThe first lorry carried flour. Its driver said that he had waited since the spring for this day."
TITLE = "Bridge at Uzgen Opens Eleven Months Late"


def sketch(title: str, text: str) -> Sketch:
    return sketch_of(article_id(title, text), title, text, len(text.split()))


@pytest.mark.parametrize(
    ("title", "text"),
    [
        (TITLE, LEDE),
        (TITLE, LEDE.removesuffix("later than the contract had promised.") + "…"),
        (TITLE, BODY + "\n\nUpdate: the road above it was closed."),
        (TITLE.upper(), BODY.replace("opened", "re-opened")),
        ("New Bridge at Uzgen Opens Eleven Months Late", BODY.replace("lorry", "truck")),
        ("Uzgen Bridge Opens Late", BODY.replace("lorry", "truck")),
    ],
    ids=["teaser", "cut teaser", "longer", "edited lede", "edited title", "shorter title"],
)
def test_a_version_is_told_with_its_score(title: str, text: str) -> None:
    met = Met()
    assert met.meet(sketch(TITLE, BODY)) == (True, None)
    is_new, version = met.meet(sketch(title, text))
    assert is_new
    assert version
    assert version.id == article_id(TITLE, BODY)
    assert 0.5 < version.score <= 1


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("News of the Week", BODY),
        (TITLE, "Nobody came when the ribbon was to be cut, and so the mayor drove over it in his own old car."),
        (TITLE, "The bridge at Uzgen."),
        ("Bridge at Uzgen Opens 12 Months Late", BODY),
    ],
    ids=["title alone differs", "lede differs", "hardly a lede", "another number"],
)
def test_no_version(title: str, text: str) -> None:
    met = Met()
    met.meet(sketch("Bridge at Uzgen Opens 11 Months Late" if "12" in title else TITLE, BODY))
    assert met.meet(sketch(title, text)) == (True, None)


def test_a_report_of_each_day_is_no_version_of_yesterdays() -> None:
    met = Met()
    for day in range(5, 12):
        text = f"The National Bank set the dollar at 87.{day} som on Thursday, and the euro at 9{day} som for the day."
        assert met.meet(sketch("Rates of the Day", text)) == (True, None)


def test_the_fullest_version_met_so_far_is_named() -> None:
    teaser, short, full, second_teaser = LEDE[:90] + "…", LEDE, BODY, LEDE[:100] + "…"
    met = Met()
    named = [met.meet(sketch(TITLE, text))[1] for text in (teaser, short, full, second_teaser)]
    assert [version and version.id for version in named] == [
        None,
        *(article_id(TITLE, text) for text in (teaser, short, full)),
    ]


def test_the_same_letters_are_a_repeat_and_no_version() -> None:
    met = Met()
    assert [met.meet(sketch(TITLE, text)) for text in (BODY, BODY.replace("\n\n", " "))] == [
        (True, None),
        (False, None),
    ]


def test_no_story_is_taken_for_a_version_of_another() -> None:
    met = Met()
    for story in STORIES:
        assert met.meet(sketch(story.title, "\n\n".join(story.lines))) == (True, None)


@pytest.mark.parametrize("story", [ENGLISH[0], ENGLISH[5], RUSSIAN[0]], ids=["one", "another", "Russian"])
def test_full_page_listing_and_teaser_of_a_story(story: Story, command: Run, tmp_path: Path) -> None:
    for name, form in (("1 full", "full"), ("2 listing", "listing"), ("3 teaser", "teaser")):
        (tmp_path / f"{name}.txt").write_text(dump([story], FIVE, form=form), encoding="utf-8")
    articles = json.loads(command("extract", ".").stdout)["articles"]
    assert [article["title"] for article in articles] == [story.title] * len(articles)
    first, *others = articles
    assert first["same_as"] is None
    assert [article["same_as"]["id"] for article in others] == [first["id"]] * len(others)
    assert not articles[-1]["complete"]


@given(st.lists(st.integers(0, 400), max_size=3000))
def test_it_is_new_exactly_the_first_time(numbers: list[int]) -> None:
    met, seen = Met(), set()
    for number in numbers:
        id_ = f"{number * 0x9E3779B97F4A7C15 % (1 << 64):016x}"
        assert met.meet(sketch_of(id_, f"title {number}", "", 0))[0] == (number not in seen)
        seen.add(number)


def test_each_article_takes_a_few_dozen_bytes() -> None:
    sketches = [number.to_bytes(8, "big") + random.Random(number).randbytes(27) for number in range(8_000)]
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    met = Met()
    assert all(met.meet(sketch)[0] for sketch in sketches)
    taken = tracemalloc.get_traced_memory()[0] - before
    tracemalloc.stop()
    assert taken < 72 * len(sketches)
    assert not any(met.meet(sketch)[0] for sketch in sketches)
