"""All that one page gave, as bytes: how it travels from a worker to the main process, and how a state file keeps it.

A parcel is lines: a JSON header with what the main process must know of the page (ids, what to say of it), then the
page's rows as JSON texts, ready to be written: those of its snapshot, of its articles, and the `pages` row.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from ticker_clean.corpus.repeats import Sketch, Version, sketch_of
from ticker_clean.model import CleanPage, Failure, Row
from ticker_clean.writers.text_json import encoded, row_json


@dataclass(frozen=True, slots=True)
class Parcel:
    """A page that was read, or that failed."""

    page: str
    failure: str | None
    """The kind of failure; its row is then the only one."""
    notes: list[str]
    """Sentences on the page, for `-v`: what it was, and each warning. Of a failure, its detail."""
    snapshot: str | None
    sketches: list[Sketch]
    """Of each article, in order."""
    rows: list[bytes]
    """Those of the rates, of the articles, of the page."""

    @property
    def rates(self) -> list[bytes]:
        return self.rows[: len(self.rows) - len(self.sketches) - 1]

    @property
    def articles(self) -> list[bytes]:
        return self.rows[len(self.rows) - len(self.sketches) - 1 : -1]


def pack(result: CleanPage | Failure, *, audit: bool = False) -> bytes:
    """A parcel of the page; `audit` adds the dropped text to its row."""
    if isinstance(result, Failure):
        header = [result.page, result.error, [result.detail], None, []]
        return encoded(json.dumps(header)) + b"\n" + encoded(row_json(result.to_row()))
    page = result.page
    rows = [article.to_row() for article in result.articles]
    sketches = [sketch_of(row["id"], row["title"], row["text"], row["words"]).hex() for row in rows]
    articles = f"{len(rows)} article{'' if len(rows) == 1 else 's'}"
    notes = [f"{page.format}, {page.encoding}, {articles}", *page.warnings]
    header = [page.page, None, notes, page.snapshot, sketches]
    lines = [json.dumps(header)]
    if result.snapshot:
        lines.extend(map(row_json, result.snapshot.to_rows()))
    lines.extend(map(row_json, rows))
    lines.append(row_json(page.to_row(audit=audit)))
    return encoded("\n".join(lines))


def unpack(data: bytes) -> Parcel:
    """The parcel that `pack` made."""
    header, *rows = data.split(b"\n")
    page, failure, notes, snapshot, sketches = json.loads(header)
    return Parcel(page, failure, notes, snapshot, [bytes.fromhex(sketch) for sketch in sketches], rows)


def row_of(table: str, text: bytes) -> Row:
    """The row of a JSON text, its numbers exact.

    >>> row_of("rates", b'{"rate":0.00008,"change_pct":null}')
    {'rate': Decimal('0.00008'), 'change_pct': None}
    """
    row: dict[str, Any] = json.loads(text, parse_float=Decimal if table == "rates" else None)
    if table == "rates":  # a rate printed without decimals is a Decimal all the same
        for name in ("rate", "change_pct"):
            if isinstance(row[name], int):
                row[name] = Decimal(row[name])
    return row


def with_same_as(article: bytes, version: Version | None) -> bytes:
    """The JSON text of an `articles` row with its last field told.

    >>> with_same_as(b'{"id":"6f","same_as":null}', Version("9c", 0.9))
    b'{"id":"6f","same_as":{"id":"9c","score":0.9}}'
    """
    if version is None:
        return article
    return article.removesuffix(b"null}") + encoded(row_json(version._asdict())) + b"}"
