"""CSV (RFC 4180, but `\\n` ends a line): a header, then a row a line; lists and objects as JSON cells.

A spreadsheet runs a cell that begins with `=`, `+`, `-` or `@` as a formula, and pages are written by strangers. Such
a text gets an apostrophe before it, which spreadsheets take as "this is text"; numbers and shares (`-0.2%`) stay as
they are. To undo it, take one apostrophe from each cell that `^'+[=+\\-@\\t\\r＝＋－＠]` matches.
(The signs: OWASP, "CSV Injection".)
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any, BinaryIO

from ticker_clean.model import TABLES, Row
from ticker_clean.writers import COLUMNS, Rows
from ticker_clean.writers.folder import whole_files
from ticker_clean.writers.text_json import encoded, value_json

_FORMULA = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?%?")


def write(rows: Rows, out: BinaryIO, *, only: str | None = None, pretty: bool = False) -> None:
    """Write the rows of the table `only`, under a header that stands even when there is no row."""
    if only is None:
        raise ValueError("a CSV stream holds one table")
    sheet = Sheet(out, COLUMNS[only])
    for page in rows:
        for table, row in page:
            if table == only:
                sheet.add(row)
        out.flush()
    sheet.close()


def write_into(rows: Rows, path: Path, *, only: str | None = None) -> None:
    """Write `rates.csv`, `articles.csv`, `pages.csv` and `failures.csv` into the folder `path`, or only one of them.

    Raises an `OutputError` where the folder cannot be written.
    """
    tables = (only,) if only else TABLES
    with whole_files(path, [f"{table}.csv" for table in tables]) as files:
        sheets = {table: Sheet(files[f"{table}.csv"], COLUMNS[table]) for table in tables}
        for page in rows:
            for table, row in page:
                if sheet := sheets.get(table):
                    sheet.add(row)
        for sheet in sheets.values():
            sheet.close()


def write_rows(out: BinaryIO, columns: tuple[str, ...], rows: Iterable[Row]) -> None:
    """Write a header and the rows: one table of any columns."""
    sheet = Sheet(out, columns)
    for row in rows:
        sheet.add(row)
    sheet.close()


class Sheet:
    """One CSV file: the header with its first row, so that it can name columns that only the rows know."""

    def __init__(self, out: BinaryIO, columns: tuple[str, ...]) -> None:
        self._out = out
        self._columns = columns
        self._headed = False
        self._line = io.StringIO()
        self._cells = csv.writer(self._line, lineterminator="\r\n")  # a cell with one of these is quoted

    def add(self, row: Row) -> None:
        if not self._headed:
            self._columns += tuple(name for name in row if name not in self._columns)
            self._head()
        self._put([cell(row[name]) for name in self._columns])

    def close(self) -> None:
        """Write the header if no row did; the file itself stays open."""
        if not self._headed:
            self._head()
        self._out.flush()

    def _head(self) -> None:
        self._headed = True
        self._put(list(self._columns))

    def _put(self, cells: list[str]) -> None:
        self._cells.writerow(cells)
        self._out.write(encoded(self._line.getvalue()[:-2] + "\n"))
        self._line.seek(0)
        self._line.truncate()


def cell(value: Any) -> str:
    """A value as a cell: null is empty, true and false as in JSON, lists and objects as JSON, formulas made harmless.

    >>> cell(None), cell(True), cell(["a"]), cell("-0.2%"), cell('=HYPERLINK("http://example.org")')
    ('', 'true', '["a"]', '-0.2%', '\\'=HYPERLINK("http://example.org")')
    """
    if value is None:
        return ""
    if not isinstance(value, str):
        return value_json(value)
    if _FORMULA.match(value) and not _NUMBER.fullmatch(value):
        return "'" + value
    return value
