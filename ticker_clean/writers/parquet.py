"""Parquet: one file a table with real types, written in row groups as the rows come.

`rate` and `change_pct` are decimals, days are dates. `published` is a time as the page prints it, without a zone, at
midnight where only a day is printed; `saved_at` is an instant (UTC; a time without an offset is taken as UTC). Beside
them `published_text` and `saved_at_text` hold what the other formats write, offset and all.
"""

from __future__ import annotations

from contextlib import ExitStack
from datetime import UTC, date, datetime
from decimal import ROUND_HALF_EVEN, Context, Decimal, InvalidOperation
from pathlib import Path
from typing import Any, BinaryIO

from ticker_clean.errors import OutputError
from ticker_clean.model import TABLES, Row
from ticker_clean.writers import COLUMNS, Rows
from ticker_clean.writers.folder import whole_files
from ticker_clean.writers.text_json import encoded

try:
    import pyarrow as pa
    import pyarrow.parquet as pq
except ImportError as error:
    raise OutputError("Parquet needs pyarrow; to install it: pip install 'ticker-clean[parquet]'.") from error

_GROUP = 4 << 20
"""Characters of text in a row group, about; a row without text counts as 500."""
_LARGEST = 2**63 - 1
_DIGITS, _DECIMALS = 28, 12
"""Printed rates have up to 6 decimals; wide enough for shares of a bitcoin, and for sums that any reader can take."""
_EXACT = Context(prec=_DIGITS, rounding=ROUND_HALF_EVEN)
_ONE = Decimal(1).scaleb(-_DECIMALS)

_NUMBER = pa.decimal128(_DIGITS, _DECIMALS)
_TEXTS = pa.list_(pa.string())
_BLOCK = pa.struct(
    [
        ("kind", pa.string()),
        ("text", pa.string()),
        ("items", _TEXTS),
        ("ordered", pa.bool_()),
        ("rows", pa.list_(_TEXTS)),
    ]
)
_TYPES = {
    "authors": _TEXTS,
    "articles": _TEXTS,
    "warnings": _TEXTS,
    "body": pa.list_(_BLOCK),
    "dateline": pa.struct([("place", pa.string()), ("agency", pa.string())]),
    "same_as": pa.struct([("id", pa.string()), ("score", pa.float64())]),
    "listing": pa.struct([("first", pa.int64()), ("last", pa.int64()), ("total", pa.int64())]),
    "dropped": pa.map_(pa.string(), pa.int64()),
    "dropped_text": pa.map_(pa.string(), _TEXTS),
    "date": pa.date32(),
    "published": pa.timestamp("us"),
    "saved_at": pa.timestamp("us", tz="UTC"),
    "rate": _NUMBER,
    "change_pct": _NUMBER,
    "words": pa.int64(),
    "position": pa.int64(),
    "bytes": pa.int64(),
    "ticker_lines": pa.int64(),
    "ticker_copies": pa.int64(),
    "complete": pa.bool_(),
    "confidence": pa.float64(),
}
"""The columns that are no strings."""
_ADDED = {
    "rates": (),
    "articles": ("published_text",),
    "pages": ("saved_at_text", "dropped_text"),
    "failures": (),
}
SCHEMAS = {
    table: pa.schema([(name, _TYPES.get(name, pa.string())) for name in (*COLUMNS[table], *_ADDED[table])])
    for table in TABLES
}


def write_into(rows: Rows, path: Path, *, only: str | None = None) -> None:
    """Write `rates.parquet` and so on into the folder `path`, or only one of them; earlier ones are replaced.

    Raises an `OutputError` where the folder cannot be written.
    """
    tables = (only,) if only else TABLES
    with whole_files(path, [f"{table}.parquet" for table in tables]) as files, ExitStack() as stack:
        sinks = {table: _Sink(files[f"{table}.parquet"], SCHEMAS[table], stack) for table in tables}
        for page in rows:
            for table, row in page:
                if sink := sinks.get(table):
                    sink.add(row)
        for sink in sinks.values():
            sink.flush()


class _Sink:
    """One Parquet file, a row group at a time."""

    def __init__(self, out: BinaryIO, schema: Any, stack: ExitStack) -> None:
        self._writer = stack.enter_context(pq.ParquetWriter(out, schema, compression="zstd"))
        self._schema = schema
        self._rows: list[Row] = []
        self._size = 0

    def add(self, row: Row) -> None:
        self._rows.append(_typed(row))
        self._size += 500 + len(row.get("text", ""))
        if self._size >= _GROUP:
            self.flush()

    def flush(self) -> None:
        """Write the rows that wait, if any, as a row group."""
        if not self._rows:
            return
        try:
            table = pa.Table.from_pylist(self._rows, schema=self._schema)
        except UnicodeEncodeError:
            table = pa.Table.from_pylist([_storable(row) for row in self._rows], schema=self._schema)
        self._writer.write_table(table)
        self._rows.clear()
        self._size = 0


def _typed(row: Row) -> Row:
    typed = dict(row)
    for name in ("rate", "change_pct"):
        if name in row:
            typed[name] = fitted(row[name])
    if "date" in row:
        typed["date"] = _day(row["date"])
    if "published" in row:
        typed["published_text"] = row["published"]
        moment = _moment(row["published"])
        typed["published"] = moment and moment.replace(tzinfo=None)
    if "saved_at" in row:
        typed["saved_at_text"] = row["saved_at"]
        typed["saved_at"] = _instant(row["saved_at"])
    if row.get("listing") and max(row["listing"].values()) > _LARGEST:
        typed["listing"] = None  # a page can print any number
    for name in ("dropped", "dropped_text"):
        if name in row:
            typed[name] = list(typed[name].items())
    return typed


def fitted(number: Decimal | None) -> Decimal | None:
    """The number as the column holds it: rounded at the 12th decimal, None from 10 ** 16 on.

    >>> fitted(Decimal("0.28490")), fitted(Decimal("1e30"))
    (Decimal('0.284900000000'), None)
    """
    if number is None:
        return None
    try:
        return number.quantize(_ONE, context=_EXACT)
    except InvalidOperation:
        return None


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def _moment(text: str | None) -> datetime | None:
    """The time; None where the text is no ISO 8601 (the `_text` column has it then)."""
    try:
        return datetime.fromisoformat(text) if text else None
    except ValueError:
        return None


def _instant(text: str | None) -> datetime | None:
    moment = _moment(text)
    try:
        return moment and (moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC))
    except OverflowError:  # the first or the last day of the calendar, elsewhere
        return None


def _storable(value: Any) -> Any:
    """The value with UTF-8 texts all through: half a surrogate pair is written as its escape."""
    if isinstance(value, str):
        return value if value.isascii() else encoded(value).decode()
    if isinstance(value, list):
        return [_storable(item) for item in value]
    if isinstance(value, dict):
        return {name: _storable(item) for name, item in value.items()}
    return value
