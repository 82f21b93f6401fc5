"""Where articles end: cuts told by markup, cuts learned for dumps, and what becomes of every block."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from newsroom import ENGLISH, RUSSIAN, STORIES, Story, dump_story, find

from ticker_clean.articles import asks_somebody, is_section_head, split_articles
from ticker_clean.model import Block, Listing, Opening


def paragraph(text: str, reason: str | None = None) -> Block:
    return Block("paragraph", text, reason=reason)


LEDE = paragraph(
    "A ferry built in Aktau carried its first forty cars to the island on Tuesday, and captain Marat Ibraev, who has "
    "waited nine years for it, sounded the horn for so long that the harbour office telephoned to ask what was wrong."
)
MORE = paragraph("“It is a good horn,” Ibraev said. He plans to run the ferry twice a day until the ice comes.")
FURTHER = paragraph(
    "Teachers in the high villages of Batken will be paid by the lesson from January, Deputy Minister Gulzat Osmonova "
    "said, and those who walk to school through snow will be paid for the walk."
)


def lines_of(stories: Sequence[Story]) -> list[Block]:
    """The stories as the stages before would hand them on: section heads are paragraphs, credits captions."""
    blocks = []
    for story in stories:
        blocks.append(paragraph(story.title))
        blocks += [block._replace(kind="paragraph") if block.kind == "heading" else block for block in story.blocks]
    return blocks


def run_in(story: Story) -> str:
    """The body as one paragraph, as listing pages have it."""
    return dump_story(story, "listing")[1]


def titles(blocks: Sequence[Block], listing: Listing | None = None) -> list[str]:
    return [draft.title for draft in split_articles(blocks, listing)[0]]


class TestMarkup:
    def test_cuts_where_headlines_are_told(self) -> None:
        first, second = Opening(url="https://example.org/ferry"), Opening(complete=False)
        head = paragraph("Ferry Sails")._replace(kind="heading", opens=first)
        blocks = [
            paragraph("Home"),
            head,
            LEDE,
            paragraph("By Dana Seitova", "byline"),
            MORE,
            paragraph("Snow Pay")._replace(opens=second),
            FURTHER,
        ]
        drafts, labelled, warnings = split_articles(blocks, None)
        assert [(d.title, d.body, d.confidence, d.opening) for d in drafts] == [
            ("Ferry Sails", (LEDE, MORE), 1.0, first),
            ("Snow Pay", (FURTHER,), 1.0, second),
        ]
        assert [block.text for block in drafts[0].furniture] == ["By Dana Seitova"]
        assert labelled == [blocks[0]._replace(reason="no-title"), *blocks[1:]]
        assert warnings == ["1 block of text stands before any headline and is in no article"]

    def test_short_lines_stay_what_the_markup_calls_them(self) -> None:
        head = paragraph("Ferry Sails")._replace(opens=Opening())
        (draft,), _, _ = split_articles([head, LEDE, paragraph("Why Now?"), MORE], None)
        assert [block.kind for block in draft.body] == ["paragraph"] * 3


class TestDumps:
    @pytest.mark.parametrize("stories", [ENGLISH[:6], ENGLISH[6:12], ENGLISH[9:15], RUSSIAN], ids=lambda s: s[0].title)
    def test_most_titles_of_a_page_are_found_and_little_else(self, stories: Sequence[Story]) -> None:
        found, true = titles(lines_of(stories)), [story.title for story in stories]
        right = len(set(found) & set(true))
        assert found[0] == true[0]
        assert 2 * right / (len(found) + len(true)) >= 0.8, found

    @pytest.mark.parametrize("story", STORIES, ids=lambda story: story.title)
    def test_an_article_alone_stays_whole_on_a_listing_page(self, story: Story) -> None:
        blocks = [paragraph(story.title), paragraph(run_in(story))]
        (draft,), labelled, warnings = split_articles(blocks, None)
        assert (draft.title, list(draft.body), labelled, warnings) == (story.title, blocks[1:], blocks, [])

    @pytest.mark.parametrize("stories", [ENGLISH[:6], ENGLISH[8:14], RUSSIAN], ids=lambda stories: stories[0].title)
    def test_listing_pages(self, stories: Sequence[Story]) -> None:
        blocks = [paragraph(text) for story in stories for text in (story.title, run_in(story))]
        assert titles(blocks, None) == [story.title for story in stories]

    def test_a_title_may_end_in_an_abbreviation(self) -> None:
        story = find("Pamir")
        others = [other for other in ENGLISH if other is not story][:2]
        assert story.title.endswith(".")
        assert story.title in titles(lines_of([others[0], story, others[1]]))

    def test_confidence_is_a_probability(self) -> None:
        drafts, _, _ = split_articles(lines_of(STORIES), None)
        assert all(0.47 <= draft.confidence < 1 for draft in drafts)

    def test_captions_are_no_titles_and_stay_with_their_article(self) -> None:
        credit = Block("caption", "Image: Desk, Dana Seitova")
        blocks = [credit, paragraph("Island Ferry Sails at Last"), credit, LEDE, MORE]
        (draft,), labelled, _ = split_articles(blocks, None)
        assert draft.title == "Island Ferry Sails at Last"
        assert draft.body == (credit, LEDE, MORE)
        assert labelled[0].reason == "no-title"

    def test_a_page_of_one_long_paragraph_has_no_title(self) -> None:
        drafts, labelled, warnings = split_articles([LEDE], None)
        assert drafts == []
        assert labelled == [LEDE._replace(reason="no-title")]
        assert len(warnings) == 1

    def test_a_page_without_text(self) -> None:
        blocks = [paragraph("KGS/USD = 0.01144", "ticker")]
        assert split_articles(blocks, None) == ([], blocks, [])
        assert split_articles([], None) == ([], [], [])

    def test_after_the_end_of_a_teaser_comes_another_article(self) -> None:
        link = paragraph("Continue reading", "continue-reading")
        blocks = [paragraph("Island Ferry Sails"), LEDE, link, paragraph("Why Now?"), MORE, FURTHER]
        drafts, _, _ = split_articles(blocks, None)
        assert [draft.title for draft in drafts] == ["Island Ferry Sails", "Why Now?"]
        assert drafts[0].furniture == (link,)

    def test_what_is_no_text_does_not_hide_an_end(self) -> None:
        link = paragraph("Continue reading", "continue-reading")
        rule, credit = paragraph("* * *"), Block("caption", "Image: Desk, Dana Seitova")
        for between in ([rule], [credit], [rule, credit]):
            blocks = [paragraph("Island Ferry Sails"), LEDE, link, *between, paragraph("Why Now?"), MORE, FURTHER]
            drafts, _, _ = split_articles(blocks, None)
            assert [draft.title for draft in drafts] == ["Island Ferry Sails", "Why Now?"]

    def test_a_page_of_very_many_lines(self) -> None:
        blocks = [paragraph(word) for word in ("Ferry", "Island", "horn") * 10_000]
        drafts, labelled, _ = split_articles(blocks, None)
        assert len(labelled) == 30_000
        assert drafts[0].title == "Ferry"

    def test_a_very_long_line(self) -> None:
        long = paragraph("The horn was heard on the island. " * 100_000)
        (draft,), _, _ = split_articles([paragraph("Island Ferry Sails at Last"), long], None)
        assert draft.body == (long,)


@pytest.mark.parametrize(
    "line",
    [
        "Why Now?",
        "What happens to the ferry?",
        "Debt: The Bill Nobody Pays",
        "“Good Horn” With a Captain",
        "340 Cars a Week",
        "$27 Million in Tickets",
        "Implications and outlook",
        "Что говорят цифры",
        "Кому это нужно?",
    ],
)
def test_section_heads(line: str) -> None:
    assert is_section_head(paragraph(line), LEDE)


@pytest.mark.parametrize(
    "line",
    [
        "He agreed.",
        "The ferry has three tasks this winter:",
        "“It is a good horn,” he said.",
        "“It is a good horn”",
        "In what ways do you think the ferry can help the people of the island?",
        "Что, по-вашему, изменится на острове, когда паром начнёт ходить каждый день?",
        "@example.org",
        "https://example.org/ferry",
        "* * *",
        "______",
        "and the rest of a sentence that a line break parted",
        "— Dana Seitova, on the island",
        "Two\nlines",
    ],
)
def test_other_short_lines(line: str) -> None:
    assert not is_section_head(paragraph(line), LEDE)


def test_the_last_line_of_an_article_heads_nothing() -> None:
    assert not is_section_head(paragraph("Why Now?"), None)


@pytest.mark.parametrize(
    ("question", "put"),
    [
        ("Where will you sail?", True),
        ("So you're leaving?", True),
        ("So you’re leaving?", True),
        ("Why did they say no to you??", True),
        ("Что скажете вы？", True),
        ("Who pays for the ferry?", False),
    ],
)
def test_questions_put_to_somebody(question: str, put: bool) -> None:
    assert asks_somebody(question) is put


@pytest.mark.parametrize(
    ("listing", "warned"),
    [
        (Listing(787, 792, 952), "the listing line (787 - 792 of 952) promises 6 articles, and 2 were found"),
        (Listing(1, 6, 2), None),
        (Listing(7, 12, 9), "the listing line (7 - 12 of 9) promises 3 articles, and 2 were found"),
        (Listing(2485, 2490, 1099), None),
        (None, None),
    ],
)
def test_the_listing_line_is_a_hint(listing: Listing | None, warned: str | None) -> None:
    first, second = ENGLISH[0], ENGLISH[7]
    blocks = [paragraph(text) for story in (first, second) for text in (story.title, run_in(story))]
    drafts, _, warnings = split_articles(blocks, listing)
    assert len(drafts) == 2
    assert warnings == ([warned] if warned else [])


LINES = [line for story in STORIES[::4] for line in (story.title, *story.lines[:4])] + ["", "Zero", "1.", "* * *", "é"]
PLAIN = st.one_of(st.sampled_from(LINES), st.text(max_size=30)).map(paragraph)
BLOCKS = st.lists(
    st.one_of(
        PLAIN,
        PLAIN.map(lambda block: block._replace(kind="caption")),
        PLAIN.map(lambda block: block._replace(kind="heading", opens=Opening())),
        st.builds(Block._replace, PLAIN, reason=st.sampled_from(["ticker", "byline", "continue-reading", "author"])),
        st.lists(st.sampled_from(LINES), min_size=1, max_size=3).map(lambda items: Block("list", items=tuple(items))),
    ),
    max_size=40,
)


@given(BLOCKS)
@example([LEDE, MORE, paragraph("\0\0\0A")])
@settings(deadline=None)
def test_every_block_of_text_is_in_one_article_or_has_a_reason(blocks: list[Block]) -> None:
    drafts, labelled, _ = split_articles(blocks, None)
    assert [block._replace(reason=None) for block in labelled] == [block._replace(reason=None) for block in blocks]
    assert all(new.reason == (old.reason or new.reason) for old, new in zip(blocks, labelled, strict=True))
    placed = [line for draft in drafts for line in (draft.title, *(block.plain for block in draft.body))]
    text = [block for block in labelled if not block.reason]
    heads = {draft.title for draft in drafts}
    assert len(placed) == len(text)
    assert all(line in (block.plain, " ".join(block.plain.split())) for line, block in zip(placed, text, strict=True))
    assert all(block.reason for draft in drafts for block in draft.furniture)
    if any(block.opens and not block.reason for block in blocks):
        assert heads == {" ".join(block.plain.split()) for block in text if block.opens}
