"""Furniture: what a page carries besides rates and articles, by reason."""

from __future__ import annotations

import pytest

from ticker_clean.bylines import byline_names
from ticker_clean.dump_blocks import dump_blocks
from ticker_clean.furniture import label_furniture
from ticker_clean.metadata import dateline_of
from ticker_clean.model import Block, Listing

LEDE = (
    "The new bridge over the Kara Darya at Uzgen was opened to lorries on Monday, eleven months later than the "
    "contract had promised and two days before the first snow closed the upper road."
)

LINES = {
    "Viewing results 787 - 792 of 952": "listing",
    "Showing 1–6 of 1,204 articles": "listing",
    "Показаны 7 - 12 из 340": "listing",
    "Continue reading": "continue-reading",
    "Continue reading →": "continue-reading",
    "Read more...": "continue-reading",
    "[Читать далее]": "continue-reading",
    "Подробнее »": "continue-reading",
    "Read more: Bridge at Uzgen Waits for Its Rails": "read-more",
    "READ MORE: Bridge at Uzgen Waits for Its Rails": "read-more",
    "Читайте также: Мост в Узгене ждёт рельсов": "read-more",
    "Register to read more ...": "continue-reading",
    "View more articles fromAsel Nurova": "author",
    "View more articles from Asel Nurova": "author",
    "Все материалы автора Асель Нурова": "author",
    "  • Written by Asel Nurova": "byline",
    "- Written by Asel Nurova": "byline",
    "Автор: Асель Нурова": "byline",
    "Advertisement": "boilerplate",
    "Share this:": "boilerplate",
    '[gallery ids="1,2,3"]': "shortcode",
}


@pytest.mark.parametrize(("line", "reason"), LINES.items())
def test_a_line_of_furniture_has_its_reason(line: str, reason: str) -> None:
    _, blocks = label_furniture(dump_blocks(f"A Bridge\n\n{LEDE}\n\n{line}\n\nA Road\n\n{LEDE}"))
    assert [block.reason for block in blocks] == [None, None, reason, None, None]


@pytest.mark.parametrize(
    "line",
    [
        "Reading Room Opens in Naryn",
        "Print Shops of Osh",
        "Share of Coal Falls to 40 of 100 Plants",
        "Read the River: A Pilot’s Year on the Amu Darya",
        "Author of ‘The Salt Road’ Wins Prize",
        "Image of the Tenge Suffers After Three Bad Weeks",
        "Photo Exhibition in Almaty Recalls the Floods of 1921",
        "By Rail to Osh in Eleven Hours",
        "From 2 - 3 Percent to Nine: How Bread Prices Rose",
        "Map of Wells Published",
        "Written by Candlelight",
        "Video Shows Landslide Near Gulcha",
        "He named one source: the ministry’s own count.",
        "The agency gave its source. “Source: the river,” it wrote, and nothing else was to be had from its office.",
        "The plan covers 3 - 5 of the 12 districts that asked for help last year, as the ministry counts.",
    ],
)
def test_text_that_resembles_furniture_stays(line: str) -> None:
    _, blocks = label_furniture(dump_blocks(f"A Bridge\n\n{LEDE}\n\n{line}\n\n{LEDE}"))
    assert [block.reason for block in blocks if block.text == line] == [None]


@pytest.mark.parametrize(
    "credit",
    [
        "Image: Desk, Asel Nurova",
        "Photo: press service of the mayor",
        "Photo by Asel Nurova",
        "Cover image: Asel Nurova",
        "@example.org",
        "Фото: Асель Нурова",
        "© Asel Nurova",
        "(Photo: Asel Nurova)",
        "Image courtesy: Asel Nurova",
        "Felt dries on the fence of the workshop at Kochkor. Photo: Asel Nurova",
        "Somoni per kilogram. Source: Ministry of Agriculture",
        "Войлок сохнет на заборе. Фото: Асель Нурова",
    ],
)
def test_a_credit_is_a_caption_of_its_article(credit: str) -> None:
    _, blocks = label_furniture(dump_blocks(f"A Bridge\n\n{LEDE}\n\n{credit}\n\n{LEDE}"))
    assert [(block.kind, block.reason) for block in blocks] == [
        ("paragraph", None),
        ("paragraph", None),
        ("caption", None),
        ("paragraph", None),
    ]


def test_a_caption_shortcode_becomes_a_caption_wherever_it_stands() -> None:
    text = f'[caption id="attachment_7" align="alignnone"]Image: Asel Nurova[/caption] {LEDE}'
    _, blocks = label_furniture([Block("paragraph", text)])
    assert [(block.kind, block.text) for block in blocks] == [("caption", "Image: Asel Nurova"), ("paragraph", LEDE)]


def test_continue_reading_at_a_paragraphs_end_is_taken_out() -> None:
    _, blocks = label_furniture([Block("paragraph", f"{LEDE} Continue reading")])
    assert [(block.text, block.reason) for block in blocks] == [(LEDE, None), ("Continue reading", "continue-reading")]


def test_a_paragraph_about_reading_keeps_its_end() -> None:
    text = f"{LEDE} Those who can are asked to Continue reading"
    _, blocks = label_furniture([Block("paragraph", text)])
    assert [block.text for block in blocks] == [text]


def test_the_listing_line_is_read() -> None:
    furniture, _ = label_furniture(dump_blocks("Viewing results 787 - 792 of 1,952\n\nA Bridge"))
    assert furniture.listing == Listing(787, 792, 1952)


def test_a_day_that_opens_the_page_is_its_day_and_one_further_down_is_text() -> None:
    furniture, blocks = label_furniture(dump_blocks(f"07 May 2025\n\nA Bridge\n\n{LEDE}\n\n08 May 2025\n\n{LEDE}"))
    assert furniture.date == "2025-05-07"
    assert [block.reason for block in blocks] == ["date", None, None, None, None]


def test_scraps_above_the_ticker_are_the_masthead() -> None:
    blocks = [Block("paragraph", "Osh"), Block("paragraph", "-6°C"), Block("paragraph", "USD 87.42", reason="ticker")]
    _, labelled = label_furniture([*blocks, Block("paragraph", "A Bridge")])
    assert [block.reason for block in labelled] == ["masthead", "masthead", "ticker", None]


HEAD = """Our People > Asel Nurova

Asel Nurova’s Avatar

Asel Nurova

Reporter

Asel Nurova has written about rivers and railways since 2014. She keeps bees in Karakol.

Articles

A Bridge Opens at Uzgen
"""


def test_the_head_of_an_author_page_names_its_author() -> None:
    furniture, blocks = label_furniture(dump_blocks(f"{HEAD}\n{LEDE}\n"))
    assert furniture.author == "Asel Nurova"
    assert [block.reason for block in blocks] == ["author"] * 6 + [None, None]


def test_an_author_block_between_articles_goes_whole() -> None:
    life = "Asel Nurova has written about rivers and railways since 2014."
    block = f"Asel Nurova\n\nReporter\n\n{life}\n\nView more articles fromAsel Nurova"
    dump = f"A Bridge\n\n{LEDE}\n\n{block}\n\nA Road\n\n{LEDE}"
    furniture, blocks = label_furniture(dump_blocks(dump))
    assert furniture.author is None
    assert [block.reason for block in blocks] == [None, None, "author", "author", "author", "author", None, None]


def test_by_name_is_a_byline_under_a_headline_only() -> None:
    _, blocks = label_furniture(dump_blocks(f"A Bridge\n\nBy Asel Nurova\n\n{LEDE}\n\nBy Rail To Osh\n\n{LEDE}"))
    assert [block.reason for block in blocks] == [None, "byline", None, None, None]


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("- Written by Asel Nurova", ("Asel Nurova",)),
        ("By Asel Nurova, Timur Kim and Olga Berg", ("Asel Nurova", "Timur Kim", "Olga Berg")),
        ("Authors: Asel Nurova; Timur Kim", ("Asel Nurova", "Timur Kim")),
        ("Автор: Асель Нурова и Тимур Ким", ("Асель Нурова", "Тимур Ким")),
    ],
)
def test_names_in_bylines(line: str, names: tuple[str, ...]) -> None:
    assert byline_names(line) == names


@pytest.mark.parametrize(
    ("text", "place", "agency"),
    [
        ("OSH (AP) — Snow fell.", "OSH", "AP"),
        ("KARAKOL, Kyrgyzstan (Desk) - Snow fell.", "KARAKOL, Kyrgyzstan", "Desk"),
        ("Tashkent (TCA) — Snow fell.", "Tashkent", "TCA"),
        ("NEW YORK — Snow fell.", "NEW YORK", None),
        ("Naryn, Kyrgyzstan - Snow fell.", "Naryn, Kyrgyzstan", None),
        ("БИШКЕК (КИТ) — Выпал снег.", "БИШКЕК", "КИТ"),
        ("УРАЛЬСК — Выпал снег.", "УРАЛЬСК", None),
    ],
)
def test_datelines(text: str, place: str, agency: str | None) -> None:
    dateline = dateline_of(text)
    assert dateline is not None
    assert (dateline.place, dateline.agency) == (place, agency)


@pytest.mark.parametrize(
    "text",
    [
        "Snow — the first of the year — fell on Monday.",
        "The mayor (an engineer) — who else — came by tram.",
        "Osh, a city of bazaars - and of poplars - woke late.",
        "“Snow,” he said.",
        "Бишкек — столица страны.",
        "",
    ],
)
def test_sentences_with_dashes_are_no_datelines(text: str) -> None:
    assert dateline_of(text) is None
