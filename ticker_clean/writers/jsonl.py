"""JSON Lines: one row a line, flushed page by page."""

from __future__ import annotations

from typing import BinaryIO

from ticker_clean.writers import Rows, TextRows
from ticker_clean.writers.text_json import encoded, row_json


def write(rows: Rows | TextRows, out: BinaryIO, *, only: str | None = None, pretty: bool = False) -> None:
    """Write each row with its table first; with `only`, that table's rows without it. A row is always one line."""
    for page in rows:
        for table, row in page:
            if not only or table == only:
                text = row if isinstance(row, bytes) else encoded(row_json(row))
                out.write((text if only else b'{"table":"%b",%b' % (table.encode(), text[1:])) + b"\n")
        out.flush()
