"""A made-up news desk: the stories, tickers and text dumps that the tests and samples live on.

Places are real, people, firms and events are not. The stories share ministers, towns and projects on purpose: a page
of six of them is no easier to part than a real one. `newsroom_html` renders the same stories as HTML pages.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from ticker_clean.model import Block, Dateline

Form = Literal["full", "listing", "teaser"]


@dataclass(frozen=True)
class Story:
    """One article, as its authors would know it: the truth that a test compares with."""

    title: str
    blocks: tuple[Block, ...]
    authors: tuple[str, ...] = ()
    dateline: Dateline | None = None
    """What the first paragraph opens with; the paragraph holds it, too."""
    published: str | None = None
    language: str = "en"
    url: str | None = None

    @property
    def lines(self) -> list[str]:
        """Every line of the body, in order: what must be found again, whatever became of the kinds of its blocks."""
        return [line for block in self.blocks for line in block.lines]


@dataclass(frozen=True)
class Ticker:
    """The rates on a page, as printed: (pair, digits, change) and the day under them."""

    rows: tuple[tuple[str, str, str | None], ...]
    date: datetime.date | None = None

    @property
    def lines(self) -> list[str]:
        """`KGS/USD = 0.01144 0%` for each row."""
        return [" ".join(filter(None, (f"{pair} = {rate}", change))) for pair, rate, change in self.rows]

    @property
    def day(self) -> str:
        """`07 November 2025`"""
        return f"{self.date:%d %B %Y}" if self.date else ""


def story_of(row: dict[str, Any]) -> Story:
    """A story from its row in the data file; blocks are written as in the `articles` table."""
    blocks = tuple(
        Block(
            block["kind"],
            block.get("text", ""),
            items=tuple(block.get("items", ())),
            ordered=block.get("ordered", False),
            rows=tuple(map(tuple, block.get("rows", ()))),
        )
        for block in row["blocks"]
    )
    dateline = Dateline(**row["dateline"]) if row["dateline"] else None
    return Story(**{**row, "blocks": blocks, "authors": tuple(row["authors"]), "dateline": dateline})


STORIES = tuple(map(story_of, json.loads((Path(__file__).parent / "data/newsroom.json").read_text(encoding="utf-8"))))
"""15 in English, then 3 in Russian; find("“We") has a title wholly in quotes, find("Pamir") one that ends in a full
stop, find("Keeping") and find("Мастер") are interviews, find("Som") holds exchange rates that are no ticker."""

ENGLISH = tuple(story for story in STORIES if story.language == "en")
RUSSIAN = tuple(story for story in STORIES if story.language == "ru")

FIVE = Ticker(
    (
        ("KGS/USD", "0.01143", "0%"),
        ("KZT/USD", "0.00191", "-0%"),
        ("TJS/USD", "0.10857", "-0.09%"),
        ("UZS/USD", "0.00008", "0%"),
        ("TMT/USD", "0.28530", "0.14%"),
    ),
    datetime.date(2025, 11, 7),
)
FOUR = Ticker(
    (
        ("KGS/USD", "0.01137", "0.2%"),
        ("KZT/USD", "0.00224", "-0.44%"),
        ("TJS/USD", "0.09158", "0%"),
        ("UZS/USD", "0.00008", "-0%"),
    )
)


def find(start: str) -> Story:
    """The story whose title begins so."""
    return next(story for story in STORIES if story.title.startswith(start))


def dump_ticker(ticker: Ticker, *, copies: int = 8, date: bool = True) -> str:
    """The ticker at the head of a dump: the whole text is trimmed, so its first line has lost its indent."""
    lines = [f"  • {line}" for line in ticker.lines] * copies
    return "\n".join(lines + [ticker.day] * (date and ticker.date is not None)).lstrip(" ")


def dump_block(block: Block) -> str:
    """A block as text extractors for web archives print it: cells are parted by two tabs, quotes look like prose."""
    if block.kind == "list":
        return "\n".join(f"  {n}. {i}" if block.ordered else f"  • {i}" for n, i in enumerate(block.items, 1))
    if block.kind == "table":
        return "\n".join("\t\t".join(row) for row in block.rows)
    return block.text


def dump_story(story: Story, form: Form = "full") -> list[str]:
    """The parts of a story that blank lines stand between.

    `listing`: all of the body as one paragraph, section heads run in, captions left out.
    `teaser`: its first paragraph and a link.
    """
    if form == "teaser":
        return [story.title, story.blocks[0].text, "Continue reading"]
    if form == "listing":
        lines = [line for block in story.blocks if block.kind != "caption" for line in block.lines]
        return [story.title, " ".join(lines).replace("\t", " ")]
    return [story.title, *map(dump_block, story.blocks)]


def dump(
    stories: Sequence[Story],
    ticker: Ticker | None = FIVE,
    *,
    copies: int = 8,
    date: bool = True,
    form: Form = "full",
    viewing: tuple[int, int, int] | None = None,
    before: Sequence[str] = (),
    after: Sequence[str] = (),
) -> str:
    """A page as plain text. `viewing` is the listing line's first, last and total; `before` and `after` are lines of
    the page around the stories."""
    head = [dump_ticker(ticker, copies=copies, date=date)] if ticker else []
    if viewing:
        head.append("Viewing results {} - {} of {}".format(*viewing))
    body = [part for story in stories for part in dump_story(story, form)]
    return "\n\n".join([*head, *before, *body, *after]).lstrip(" ") + "\n"
