"""Ids: equal for what a reader would call equal, and computed the fast way without a difference to the plain one."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ticker_clean.identity import article_id, letters

text = st.text(
    st.one_of(
        st.sampled_from("aZ09 _-“”’—\u00a0éÉßİIıñЖжΣς\u0301\u0308\u212b\u09c7\u09be\u1100\u1161東京"),
        st.characters(exclude_categories=("Cs",)),
    ),
    max_size=80,
)


@given(text, st.sampled_from(("", " Plain words, and 2 of them." * 100)))
def test_letters_are_the_folded_letters_and_digits(source: str, rest: str) -> None:
    source += rest  # with it the characters beyond ASCII are few, as in Latin script
    plain = re.sub(r"[\W_]+", "", unicodedata.normalize("NFC", source).casefold())
    assert letters(source).decode() == plain


@given(text, text)
def test_letters_of_parts_are_the_letters_of_the_whole(first: str, second: str) -> None:
    assert letters(f"{first} {second}") == letters(first) + letters(second)


@pytest.mark.parametrize(
    "same",
    [
        ("A Bridge Opens", "It stands.\n\nIt is narrow."),
        ("A bridge opens", "It stands. It is narrow."),
        ("“A Bridge Opens” ", "It\u00a0stands — it is narrow!"),
    ],
)
def test_spacing_case_and_punctuation_make_no_other_article(same: tuple[str, str]) -> None:
    assert article_id(*same) == article_id("A Bridge Opens", "It stands. It is narrow.")


def test_where_the_title_ends_makes_another_article() -> None:
    assert article_id("A Bridge", "Opens today") != article_id("A Bridge Opens", "today")
