"""The nouns: what the stages hand to each other and what comes out. Frozen, without behaviour beyond their JSON rows.

A page is a sequence of `Block`s. Each stage labels some of them with the reason why they are no article text
(`Block.reason`), and the last one groups the rest into articles; no stage removes a block. So nothing can be lost:
what is not in an article has a reason, and the reasons are counted in the page's row.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal, NamedTuple

SCHEMA_VERSION = 1

Kind = Literal["paragraph", "heading", "list", "quote", "table", "caption"]
Row = dict[str, Any]
"""One row of an output table, ready for JSON but for its `Decimal`s."""

TABLES = ("rates", "articles", "pages", "failures")


@dataclass(frozen=True, slots=True)
class Opening:
    """What the markup says of the article whose headline is this block; all None or empty where it says nothing."""

    url: str | None = None
    published: str | None = None
    """ISO 8601 day or time."""
    authors: tuple[str, ...] = ()
    complete: bool | None = None
    """False for a teaser that links to the article."""


class Block(NamedTuple):
    """One block of a page, in reading order. Pages are made of hundreds: a tuple, for it is made the quickest.

    A list has `items`, a table `rows`, every other kind `text` (line breaks inside it are `\\n`).
    `reason` says why the block is no article text, None while it is. `opens` marks a headline known from markup.
    """

    kind: Kind
    text: str = ""
    items: tuple[str, ...] = ()
    ordered: bool = False
    rows: tuple[tuple[str, ...], ...] = ()
    reason: str | None = None
    opens: Opening | None = None
    note: str = ""
    """What a stage saw when it labelled the block, in a few words for `explain`: `copy 3 of 8`."""

    @property
    def lines(self) -> tuple[str, ...]:
        """The lines the block is made of: of its text, its items, or its rows (cells parted by a tab)."""
        if self.kind == "list":
            return self.items
        if self.kind == "table":
            return tuple("\t".join(row) for row in self.rows)
        return tuple(self.text.split("\n"))

    @property
    def plain(self) -> str:
        """The block as plain text, one line for each item or row."""
        return self.text if self.kind not in ("list", "table") else "\n".join(self.lines)

    def to_row(self) -> Row:
        if self.kind == "list":
            return {"kind": "list", "items": list(self.items), "ordered": self.ordered}
        if self.kind == "table":
            return {"kind": "table", "rows": [list(row) for row in self.rows]}
        return {"kind": self.kind, "text": self.text}


@dataclass(frozen=True, slots=True)
class SavedPage:
    """One page as it was saved: its bytes and what the file format around them knows."""

    data: bytes
    source: str
    """The path as given, with `#N` for the N-th page of a container."""
    format: str = "dump"
    """`dump`, `html`, `mhtml`, `webarchive`, `warc`, ..."""
    url: str | None = None
    url_source: str | None = None
    """Which marker told the URL: `mhtml`, `warc`, `saved-from`, `singlefile`, ..."""
    saved_at: str | None = None
    """ISO 8601 time of capture, with the offset the marker gave."""
    saved_source: str | None = None
    charset: str | None = None
    """The charset that the container or the HTTP header declares, as declared."""
    warnings: tuple[str, ...] = ()
    """Sentences on what was odd about the file around the page."""


@dataclass(frozen=True, slots=True)
class Rate:
    """`base/quote = rate`: one base costs `rate` quote. Numbers are exact; the texts are the digits as printed."""

    base: str
    quote: str | None
    rate: Decimal
    rate_text: str
    change_pct: Decimal | None = None
    """Percent points as printed (0.93 means 0.93 %), against a day the page does not name."""
    change_text: str | None = None


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The rates of one ticker. Equal date and equal rows give an equal id."""

    id: str
    date: str | None
    date_source: Literal["page", "saved"] | None
    rates: tuple[Rate, ...]

    def to_rows(self) -> list[Row]:
        """A row of the `rates` table for each pair, in the order printed."""
        return [
            {
                "snapshot": self.id,
                "date": self.date,
                "date_source": self.date_source,
                "base": rate.base,
                "quote": rate.quote,
                "rate": rate.rate,
                "rate_text": rate.rate_text,
                "change_pct": rate.change_pct,
                "change_text": rate.change_text,
            }
            for rate in self.rates
        ]


@dataclass(frozen=True, slots=True)
class Dateline:
    """Where a report was written and by whose desk, as in `OSH (AP) —`."""

    place: str
    agency: str | None = None

    def to_row(self) -> Row:
        return {"place": self.place, "agency": self.agency}


@dataclass(frozen=True, slots=True)
class Article:
    """One article: headline, body, and what is known of it."""

    id: str
    title: str
    body: tuple[Block, ...]
    authors: tuple[str, ...] = ()
    published: str | None = None
    dateline: Dateline | None = None
    language: str | None = None
    url: str | None = None
    complete: bool = True
    confidence: float = 1.0
    page: str = ""
    position: int = 1

    @property
    def text(self) -> str:
        """The body as plain text: blocks parted by a blank line, captions left out."""
        return "\n\n".join(block.plain for block in self.body if block.kind != "caption")

    def to_row(self) -> Row:
        text = self.text
        return {
            "id": self.id,
            "title": self.title,
            "authors": list(self.authors),
            "published": self.published,
            "dateline": self.dateline and self.dateline.to_row(),
            "language": self.language,
            "url": self.url,
            "body": [block.to_row() for block in self.body],
            "text": text,
            "words": len(text.split()),
            "complete": self.complete,
            "confidence": self.confidence,
            "page": self.page,
            "position": self.position,
            "same_as": None,  # last, for only a run over many pages knows (`parcels.with_same_as`)
        }


@dataclass(frozen=True, slots=True)
class Listing:
    """`Viewing results first - last of total`: what a listing page says of itself."""

    first: int
    last: int
    total: int

    def to_row(self) -> Row:
        return {"first": self.first, "last": self.last, "total": self.total}


@dataclass(frozen=True, slots=True)
class Page:
    """One page read: where it came from and what became of every line of it."""

    page: str
    format: str
    encoding: str
    bytes: int
    sha256: str
    url: str | None = None
    url_source: str | None = None
    saved_at: str | None = None
    saved_source: str | None = None
    date: str | None = None
    snapshot: str | None = None
    ticker_lines: int = 0
    ticker_copies: int = 0
    listing: Listing | None = None
    articles: tuple[str, ...] = ()
    dropped: dict[str, int] = field(default_factory=dict)
    dropped_text: dict[str, list[str]] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()

    def to_row(self, *, audit: bool = False) -> Row:
        row = {
            "page": self.page,
            "url": self.url,
            "url_source": self.url_source,
            "saved_at": self.saved_at,
            "saved_source": self.saved_source,
            "date": self.date,
            "format": self.format,
            "encoding": self.encoding,
            "bytes": self.bytes,
            "sha256": self.sha256,
            "snapshot": self.snapshot,
            "ticker_lines": self.ticker_lines,
            "ticker_copies": self.ticker_copies,
            "listing": self.listing and self.listing.to_row(),
            "articles": list(self.articles),
            "dropped": self.dropped,
            "warnings": list(self.warnings),
        }
        if audit:
            row["dropped_text"] = self.dropped_text
        return row


@dataclass(frozen=True, slots=True)
class CleanPage:
    """All that one page gave."""

    page: Page
    articles: tuple[Article, ...]
    snapshot: Snapshot | None


@dataclass(frozen=True, slots=True)
class Failure:
    """A page that gave nothing, and why."""

    page: str
    error: str
    """The kind: `unreadable`, `unsupported`, `empty`, `too-large`, `too-deep`, `timeout`, `truncated`, ..."""
    detail: str
    """One sentence for a person."""

    def to_row(self) -> Row:
        return {"page": self.page, "error": self.error, "detail": self.detail}


@dataclass(frozen=True, slots=True)
class Ticker:
    """What the ticker of one page says."""

    rates: tuple[Rate, ...]
    date: str | None
    """ISO day of the line printed with the ticker."""
    lines: int
    """How many rate lines there were."""
    copies: int
    """How often the most repeated pair stood there."""


@dataclass(frozen=True, slots=True)
class Furniture:
    """What the page's own furniture says of it."""

    date: str | None = None
    """ISO day of a date line that opens the page."""
    listing: Listing | None = None
    author: str | None = None
    """The person whose author page this is."""


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a page says of itself outside its text; each with the marker that said so."""

    title: str | None = None
    url: str | None = None
    url_source: str | None = None
    published: str | None = None
    published_source: str | None = None
    """`json-ld`, `meta` or `time`."""
    authors: tuple[str, ...] = ()
    authors_source: str | None = None
    """`json-ld`, `meta` or `markup`."""
    language: str | None = None
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """An article as cut out of the page: its headline, its blocks, and the labelled blocks that stood among them."""

    title: str
    body: tuple[Block, ...]
    confidence: float = 1.0
    """The probability that the article begins at this title; 1 where the markup says it."""
    opening: Opening | None = None
    furniture: tuple[Block, ...] = ()
    """Blocks with a `reason` that stood between this title and the next: bylines, `Continue reading`, ..."""
    evidence: tuple[tuple[str, float], ...] = ()
    """What spoke most for an article's beginning here (above 0) or against it: words for a person, and log-odds."""


@dataclass(frozen=True, slots=True)
class LabelledPage:
    """A page with all that the stages made of it: what `explain` shows."""

    clean: CleanPage
    blocks: tuple[Block, ...]
    """Every block in reading order, with its reason where it is no article text."""
    drafts: tuple[Draft, ...]
    """One for each article, in order."""
