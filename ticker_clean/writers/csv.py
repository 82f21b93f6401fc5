"""CSV of one table (RFC 4180, but `\\n` ends a line): a header, then a row a line; lists and objects as JSON cells."""

from __future__ import annotations

import csv
import io
from typing import Any, BinaryIO

from ticker_clean.writers import Rows
from ticker_clean.writers.text_json import encoded, value_json

COLUMNS = {
    "rates": "snapshot date date_source base quote rate rate_text change_pct change_text",
    "articles": (
        "id title authors published dateline language url body text words complete confidence page position"
    ),
    "pages": (
        "page url url_source saved_at saved_source date format encoding bytes sha256 snapshot ticker_lines "
        "ticker_copies listing articles dropped warnings"
    ),
    "failures": "page error detail",
}
"""The columns of each table, in order; `dropped_text` follows in `pages` where the rows have it."""


def write(rows: Rows, out: BinaryIO, *, only: str | None = None, pretty: bool = False) -> None:
    """Write the rows of the table `only`, under a header that stands even when there is no row."""
    if only is None:
        raise ValueError("CSV holds one table")
    columns = COLUMNS[only].split()
    line = io.StringIO()
    cells = csv.writer(line, lineterminator="\n")

    def put(values: list[Any]) -> None:
        cells.writerow(values)
        out.write(encoded(line.getvalue()))
        line.seek(0)
        line.truncate()

    header = False
    for page in rows:
        for table, row in page:
            if table == only:
                if not header:
                    columns += [name for name in row if name not in columns]
                    put(columns)
                    header = True
                put([_cell(row[name]) for name in columns])
        out.flush()
    if not header:
        put(columns)
        out.flush()


def _cell(value: Any) -> str:
    """A value as a cell: null is empty, true and false as in JSON, lists and objects as JSON."""
    if value is None:
        return ""
    return value if isinstance(value, str) else value_json(value)
