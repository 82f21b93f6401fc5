"""Where rows go: one module a format, each with the same `write`.

`write(rows, out, only=..., pretty=...)` takes the rows as (table, row) page by page, in order, and writes UTF-8 bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from importlib import import_module
from typing import BinaryIO, Protocol, cast

from ticker_clean.model import Row

Rows = Iterable[list[tuple[str, Row]]]
"""The rows of one page after another: what belongs to a page comes, and is flushed, together."""


class Write(Protocol):
    def __call__(self, rows: Rows, out: BinaryIO, *, only: str | None = None, pretty: bool = False) -> None: ...


FORMATS = ("json", "jsonl", "csv")


def writer(format_: str) -> Write:
    """The `write` of a format's module."""
    return cast(Callable[..., None], import_module(f"{__name__}.{format_}").write)
