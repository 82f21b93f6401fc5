"""Laws that hold for every page: no line is lost, none is invented, and the charset makes no difference."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ticker_clean import CleanPage, PageError, clean_page
from ticker_clean.identity import letters

# Lines in the shape of real dumps, among them every kind of furniture; their order is Hypothesis' to choose.
LINES = [
    "  • KGS/USD = 0.01144 0%",
    "  • KZT/USD = 0.00193 -0%",
    "KGS/USD = 0.01150 0%",
    "  • TJS/USD = n/a",
    "USD 84.26",
    "EUR 99,21",
    "07 November 2025",
    "14:35",
    "Viewing results 7 - 12 of 952",
    "Bridge at Uzgen Opens Eleven Months Late",
    "Why Now?",
    "Minister Says Rails Will Follow To Russia and the U.S.",
    "“We Shall Not Sell the River”",
    "The bridge over the Kara Darya was opened to lorries on Monday, two days before the first snow closed the road.",
    "“It is narrow, but it stands,” said Asel Nurova, who drives flour to Osh. These calls come every winter.",
    "He said the rails would follow. Continue reading",
    "Continue reading",
    "Read more: A Road Without Lorries",
    "  • Written by Asel Nurova",
    "By Asel Nurova",
    "Our People > Asel Nurova",
    "Asel Nurova’s Avatar",
    "View more articles fromAsel Nurova",
    "Articles",
    '[caption id="attachment_7"]Image: Asel Nurova[/caption]',
    "Image: Desk, Asel Nurova",
    "@example.org",
    "  • wool from forty flocks",
    "  1. a bridge",
    "  2. a road",
    "OSH (Desk) — The first lorry was white.",
    "Мост открыли на одиннадцать месяцев позже срока",
    "Первым по мосту прошёл грузовик с мукой, за рулём сидела Асель Нурова.",
    "* * *",
    "\u00a0",
    "",
    "",
]
TEXT = st.text(alphabet=st.characters(exclude_categories=("Cc", "Cs")), max_size=40)
dumps = st.lists(st.one_of(st.sampled_from(LINES), TEXT), max_size=60).map("\n".join)


def told(page: CleanPage) -> Iterator[str]:
    """Every text that the result accounts for."""
    for article in page.articles:
        yield article.title
        yield from (block.plain for block in article.body)
    for lines in page.page.dropped_text.values():
        yield from lines


def clean(dump: str) -> CleanPage | None:
    try:
        return clean_page(dump.encode("utf-8", "surrogatepass"))
    except PageError:
        return None


@given(dumps)
@example("\n".join(LINES))
@settings(deadline=None)
def test_every_letter_of_a_dump_is_accounted_for_once(dump: str) -> None:
    page = clean(dump)
    if page is None or page.page.format != "dump":
        return

    # marks of list items and the tags of shortcodes are form, not text
    def bag(text: str) -> list[int]:
        return sorted(letters(text))

    source = dump
    for line in set(dump.split("\n")):
        if "[caption" in line and "[/caption]" in line:
            source = source.replace(line, line[line.find("]") + 1 : line.rfind("[/caption]")])
    got = bag("".join(told(page)))
    expected = bag(source)
    numbers = sum(line.lstrip()[:1].isdigit() for line in dump.split("\n"))  # `1.` of an item is form too
    assert len(expected) - 3 * numbers <= len(got) <= len(expected)
    missing = list(expected)
    for letter in got:
        missing.remove(letter)  # nothing is told twice or invented
    assert all(chr(letter).isdigit() for letter in missing)


@given(dumps)
@settings(deadline=None)
def test_articles_keep_the_order_of_the_page(dump: str) -> None:
    page = clean(dump)
    if page is None or page.page.format != "dump":
        return
    haystack = letters(dump)
    at = 0
    for article in page.articles:
        for text in (article.title, *(line for block in article.body for line in block.lines)):
            found = haystack.find(letters(text), at)
            assert found >= 0
            at = found + len(letters(text))


@given(dumps)
@settings(deadline=None)
def test_dropped_counts_are_the_dropped_lines(dump: str) -> None:
    page = clean(dump)
    if page is not None:
        assert page.page.dropped == {reason: len(lines) for reason, lines in page.page.dropped_text.items()}
        assert page.page.ticker_lines >= page.page.ticker_copies


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1251", "koi8-r"])
def test_a_russian_page_is_the_same_in_every_charset(charset: str) -> None:
    russian = "\n\n".join(
        [
            "KGS/USD = 0.01144 0%\nKZT/USD = 0.00193 -0%\n07 ноября 2025",
            "Мост открыли на одиннадцать месяцев позже срока",
            "Новый мост через реку у Узгена открыли для грузовиков в понедельник, за два дня до того, как первый снег "
            "закрыл верхнюю дорогу. Первым по нему прошёл грузовик с мукой, за рулём сидела Асель Нурова из Оша.",
            "Строители обещали закончить работу ещё прошлой зимой, но опоры пришлось укреплять дважды.",
        ]
    )
    expected = clean_page(russian.encode())
    got = clean_page(russian.encode(charset))
    assert [article.id for article in got.articles] == [article.id for article in expected.articles]
    assert got.snapshot == expected.snapshot
    assert got.page.date == "2025-11-07"
