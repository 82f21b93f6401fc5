"""Text dumps to blocks: a table of what real dumps hold, and the law that no line is lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ticker_clean.dump_blocks import dump_blocks

CASES = {
    "paragraphs": (
        "Snow in Naryn\n\nIt fell early.\n",
        [("paragraph", "Snow in Naryn"), ("paragraph", "It fell early.")],
    ),
    "a line that holds only an NBSP is blank": ("One.\n\u00a0\nTwo.", [("paragraph", "One."), ("paragraph", "Two.")]),
    "trailing spaces and tabs go": ("Title  \t\n\n\tText. \n", [("paragraph", "Title"), ("paragraph", "Text.")]),
    "a line break stays in its paragraph": (
        "A verse\nof two lines\n\nB",
        [("paragraph", "A verse\nof two lines"), ("paragraph", "B")],
    ),
    "CRLF and CR": ("One.\r\n\r\nTwo,\rthree.", [("paragraph", "One."), ("paragraph", "Two,\nthree.")]),
    "bullets": ("  • first\n  • second\n", [("list", ["first", "second"])]),
    "the first bullet of a dump lost its indent": ("• first\n  • second\n", [("list", ["first", "second"])]),
    "dashes in a row": ("- wool\n- felt\n", [("list", ["wool", "felt"])]),
    "an indented dash": ("Stock:\n\n  - wool\n", [("paragraph", "Stock:"), ("list", ["wool"])]),
    "a dash of speech is prose": (
        "- I shall come back, he said.\n\nX",
        [("paragraph", "- I shall come back, he said."), ("paragraph", "X")],
    ),
    "a dialogue in Russian is prose": ("— Куда?\n\n— Домой.", [("paragraph", "— Куда?"), ("paragraph", "— Домой.")]),
    "numbers": ("  1. one\n  2. two\n", [("numbers", ["one", "two"])]),
    "numbers without indent, in a row": ("1. one\n2. two\n", [("numbers", ["one", "two"])]),
    "a year is no number of an item": (
        "1991. That was the year.\n\nX",
        [("paragraph", "1991. That was the year."), ("paragraph", "X")],
    ),
    "a numbered list goes on after a blank line": ("  1. one\n\n  2. two\n", [("numbers", ["one", "two"])]),
    "a day directly after a list": (
        "  • one\n07 May 2025\n\nX",
        [("list", ["one"]), ("paragraph", "07 May 2025"), ("paragraph", "X")],
    ),
    "prose, list, prose without blank lines between": (
        "The list:\n• one\n• two\nAnd on.\n\nX",
        [("paragraph", "The list:"), ("list", ["one", "two"]), ("paragraph", "And on."), ("paragraph", "X")],
    ),
    "rows of cells": (
        "Year\t\tTonnes\n2024\t\t12\n\nX",
        [("table", [("Year", "Tonnes"), ("2024", "12")]), ("paragraph", "X")],
    ),
    "no blank line at all: each line is a block": (
        "Title\nFirst.\nSecond.\n",
        [("paragraph", "Title"), ("paragraph", "First."), ("paragraph", "Second.")],
    ),
}


@pytest.mark.parametrize(("dump", "blocks"), CASES.values(), ids=CASES)
def test_dump_to_blocks(dump: str, blocks: list[tuple[str, object]]) -> None:
    got = [
        ("numbers" if block.ordered else block.kind, list(block.items or block.rows) or block.text)
        for block in dump_blocks(dump)
    ]
    assert got == blocks


LINES = st.lists(
    st.one_of(
        st.sampled_from(
            ["", " ", "\u00a0", "  • item", "• item", "- dash", "  1. one", "  2. two", "3) three", "*", "•", "1."]
        ),
        st.text(alphabet=st.characters(exclude_categories=("Cs",), exclude_characters="\r\n"), max_size=30),
    ),
    max_size=30,
)


@given(LINES)
def test_every_line_is_in_one_block_once_and_in_order(lines: list[str]) -> None:
    got = [line for block in dump_blocks("\n".join(lines)) for line in block.lines]
    expected = [line for line in lines if line.strip()]
    assert len(got) == len(expected)
    for line, source in zip(got, expected, strict=True):
        assert line  # an item or a line of text is never empty
        assert source.strip().endswith(line)  # only a mark in front may go
        assert len(source.strip()) - len(line) <= 40 or source.strip() == line
