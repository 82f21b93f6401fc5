"""Where rows go: one module a format, each with the same `write` or `write_into`.

`write(rows, out, only=..., pretty=...)` takes the rows as (table, row) page by page, in order, and writes UTF-8 bytes.
`write_into(rows, path, only=...)` does so for formats that are a file or a folder of their own making.
"""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from pathlib import Path
from typing import BinaryIO, Protocol, cast

from ticker_clean.model import Row

Rows = Iterable[list[tuple[str, Row]]]
"""The rows of one page after another: what belongs to a page comes, and is flushed, together."""
TextRows = Iterable[list[tuple[str, bytes]]]
"""The same, each row as its compact JSON text: workers made it, and JSON and JSON Lines write it as it is."""
TEXT_FORMATS = ("json", "jsonl")
"""The formats that take `TextRows`, too."""


class Write(Protocol):
    def __call__(self, rows: Rows, out: BinaryIO, *, only: str | None = None, pretty: bool = False) -> None: ...


class WriteText(Protocol):
    def __call__(self, rows: TextRows, out: BinaryIO, *, only: str | None = None) -> None: ...


class WriteInto(Protocol):
    def __call__(self, rows: Rows, path: Path, *, only: str | None = None) -> None: ...


FORMATS = ("json", "jsonl", "csv", "sqlite", "parquet")

COLUMNS: dict[str, tuple[str, ...]] = {
    "rates": (
        *("snapshot", "date", "date_source", "base", "quote"),
        *("rate", "rate_text", "change_pct", "change_text"),
    ),
    "articles": (
        *("id", "title", "authors", "published", "dateline", "language", "url", "body", "text"),
        *("words", "complete", "confidence", "page", "position", "same_as"),
    ),
    "pages": (
        *("page", "url", "url_source", "saved_at", "saved_source", "date", "format", "encoding", "bytes", "sha256"),
        *("snapshot", "ticker_lines", "ticker_copies", "listing", "articles", "dropped", "warnings"),
    ),
    "failures": ("page", "error", "detail"),
}
"""The columns of each table, in order; `dropped_text` follows in `pages` where the rows have it."""


def writer(format_: str) -> Write:
    """The `write` of a format's module."""
    return cast(Write, import_module(f"{__name__}.{format_}").write)


def text_writer(format_: str) -> WriteText:
    """The `write` of one of the `TEXT_FORMATS`."""
    return cast(WriteText, import_module(f"{__name__}.{format_}").write)


def path_writer(format_: str, only: str | None) -> WriteInto | None:
    """The `write_into` of a format that needs a path: a database, a folder of tables. None where a stream will do."""
    if format_ in ("sqlite", "parquet") or (format_ == "csv" and only is None):
        return cast(WriteInto, import_module(f"{__name__}.{format_}").write_into)
    return None
