"""One SQLite database: the tables with keys and indexes, the articles of each page, and a full-text index.

A run is one transaction: a run that is killed leaves the file as it was. A later run into the same file adds what is
new. An article or a snapshot that is there already stays as it is, as within one run; the row of a page that is read
again is replaced, and its failures go. Lists and objects are JSON texts, days and times ISO 8601 texts. `rate` is a
REAL: it holds 15 digits (IEEE 754), `rate_text` those that were printed.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any

from ticker_clean.errors import OutputError
from ticker_clean.writers import COLUMNS, Rows
from ticker_clean.writers.text_json import encoded, value_json

_INSERT_TRIGGER = """CREATE TRIGGER IF NOT EXISTS articles_fts_insert AFTER INSERT ON articles BEGIN
  INSERT INTO articles_fts (rowid, title, text) VALUES (new.rowid, new.title, new.text);
END"""
_TABLES = (
    """CREATE TABLE IF NOT EXISTS rates (
  snapshot TEXT NOT NULL,
  date TEXT,
  date_source TEXT,
  base TEXT NOT NULL,
  quote TEXT,
  rate REAL NOT NULL,
  rate_text TEXT NOT NULL,
  change_pct REAL,
  change_text TEXT,
  position INTEGER NOT NULL,
  PRIMARY KEY (snapshot, position)
)""",
    """CREATE TABLE IF NOT EXISTS articles (
  id TEXT PRIMARY KEY NOT NULL,
  title TEXT NOT NULL,
  authors TEXT NOT NULL,
  published TEXT,
  dateline TEXT,
  language TEXT,
  url TEXT,
  body TEXT NOT NULL,
  text TEXT NOT NULL,
  words INTEGER NOT NULL,
  complete INTEGER NOT NULL,
  confidence REAL NOT NULL,
  page TEXT NOT NULL REFERENCES pages(page),
  position INTEGER NOT NULL,
  same_as TEXT
)""",
    """CREATE TABLE IF NOT EXISTS pages (
  page TEXT PRIMARY KEY NOT NULL,
  url TEXT,
  url_source TEXT,
  saved_at TEXT,
  saved_source TEXT,
  date TEXT,
  format TEXT NOT NULL,
  encoding TEXT NOT NULL,
  bytes INTEGER NOT NULL,
  sha256 TEXT NOT NULL,
  snapshot TEXT,
  ticker_lines INTEGER NOT NULL,
  ticker_copies INTEGER NOT NULL,
  listing TEXT,
  articles TEXT NOT NULL,
  dropped TEXT NOT NULL,
  warnings TEXT NOT NULL,
  dropped_text TEXT
)""",
    """CREATE TABLE IF NOT EXISTS failures (
  page TEXT NOT NULL,
  error TEXT NOT NULL,
  detail TEXT NOT NULL,
  PRIMARY KEY (page, error, detail)
)""",
    """CREATE TABLE IF NOT EXISTS page_articles (
  page TEXT NOT NULL REFERENCES pages(page),
  position INTEGER NOT NULL,
  article TEXT NOT NULL REFERENCES articles(id),
  PRIMARY KEY (page, position)
)""",
)
_INDEXES = (
    "CREATE INDEX IF NOT EXISTS rates_pair ON rates (base, quote, date)",
    "CREATE INDEX IF NOT EXISTS rates_date ON rates (date)",
    "CREATE INDEX IF NOT EXISTS articles_published ON articles (published)",
    "CREATE INDEX IF NOT EXISTS articles_page ON articles (page)",
    "CREATE INDEX IF NOT EXISTS pages_date ON pages (date)",
    "CREATE INDEX IF NOT EXISTS pages_snapshot ON pages (snapshot)",
    "CREATE INDEX IF NOT EXISTS page_articles_article ON page_articles (article)",
    # over the table's own texts, kept in step by triggers: https://www.sqlite.org/fts5.html#external_content_tables
    """CREATE VIRTUAL TABLE IF NOT EXISTS articles_fts USING fts5(
  title, text, content="articles", tokenize="unicode61 remove_diacritics 2"
)""",
    _INSERT_TRIGGER,
    """CREATE TRIGGER IF NOT EXISTS articles_fts_delete AFTER DELETE ON articles BEGIN
  INSERT INTO articles_fts (articles_fts, rowid, title, text) VALUES ('delete', old.rowid, old.title, old.text);
END""",
    """CREATE TRIGGER IF NOT EXISTS articles_fts_update AFTER UPDATE ON articles BEGIN
  INSERT INTO articles_fts (articles_fts, rowid, title, text) VALUES ('delete', old.rowid, old.title, old.text);
  INSERT INTO articles_fts (rowid, title, text) VALUES (new.rowid, new.title, new.text);
END""",
)

_STORED = {
    "rates": (*COLUMNS["rates"], "position"),
    "articles": COLUMNS["articles"],
    "pages": (*COLUMNS["pages"], "dropped_text"),
    "failures": COLUMNS["failures"],
    "page_articles": ("page", "position", "article"),
}
_ON_CONFLICT = {
    "pages": "(page) DO UPDATE SET " + ", ".join(f"{name} = excluded.{name}" for name in _STORED["pages"][1:]),
}
_INSERT = {
    table: f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))}) "  # noqa: S608  # our names
    f"ON CONFLICT {_ON_CONFLICT.get(table, 'DO NOTHING')}"
    for table, names in _STORED.items()
}
_INDEX_AFTER = "INSERT INTO articles_fts (rowid, title, text) SELECT rowid, title, text FROM articles WHERE rowid > ?"
_BATCH = 500
"""Rows of one table that go in with one call; more gained nothing measurable."""
_CACHE_KIB = 32 << 10
"""Page cache; what is over goes to the file, so memory stays flat however long the run."""


def write_into(rows: Rows, path: Path, *, only: str | None = None) -> None:
    """Add the rows to the database at `path`, which is made if it is not there; with `only`, those of one table.

    Raises an `OutputError` where the file is no database, is locked by another program, holds a table of one of our
    names with other columns, or the disk is full; the file is then as it was.
    """
    new = not path.exists()
    if not new and not path.is_file():  # SQLite would leave a journal beside a device
        raise OutputError(f"Cannot write {str(path)!r}: it is no file.")
    try:
        with _told(path):
            connection = sqlite3.connect(path, isolation_level=None)
        with closing(connection):
            with _told(path):
                _begin(connection)
            _fill(connection, rows, path, only)
            with _told(path):
                connection.execute(_INSERT_TRIGGER)
                connection.execute("COMMIT")
    except BaseException:  # whatever ended the run, a half-made file goes
        if new:
            path.unlink(missing_ok=True)
        raise


def _begin(connection: sqlite3.Connection) -> None:
    connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
    connection.execute("BEGIN IMMEDIATE")
    for statement in _TABLES:
        connection.execute(statement)
    for table, names in _STORED.items():
        there = {name for _, name, *_ in connection.execute(f"PRAGMA table_info({table})")}
        if missing := [name for name in names if name not in there]:
            raise sqlite3.DatabaseError(f"its table {table!r} is not ours, it has no column {missing[0]!r}")
    for statement in _INDEXES:
        connection.execute(statement)
    connection.execute("DROP TRIGGER articles_fts_insert")


def _fill(connection: sqlite3.Connection, rows: Rows, path: Path, only: str | None) -> None:
    """Insert the rows, batch by batch, and index the articles that came in with each.

    The trigger would index them one by one, and FTS5 then writes its index out at each: six times slower.
    """
    waiting: dict[str, list[tuple[Any, ...]]] = {table: [] for table in _STORED}
    read_again: list[tuple[Any]] = []

    def flush() -> None:
        with _told(path):
            connection.executemany("DELETE FROM page_articles WHERE page = ?", read_again)
            connection.executemany("DELETE FROM failures WHERE page = ?", read_again)
            [(last,)] = connection.execute("SELECT coalesce(max(rowid), 0) FROM articles")
            for table, values in waiting.items():
                connection.executemany(_INSERT[table], values)
                values.clear()
            connection.execute(_INDEX_AFTER, (last,))
        read_again.clear()

    for page in rows:
        printed = 0
        for table, row in page:
            if only and table != only:
                continue
            if table == "rates":
                printed += 1
                row = {**row, "position": printed}
            elif table == "pages":
                read_again.append((_value(row["page"]),))
                if not only:
                    waiting["page_articles"].extend(
                        (_value(row["page"]), position, id_) for position, id_ in enumerate(row["articles"], 1)
                    )
            waiting[table].append(tuple([_value(row.get(name)) for name in _STORED[table]]))
        if len(waiting["articles"]) >= _BATCH or len(waiting["pages"]) >= _BATCH or len(waiting["failures"]) >= _BATCH:
            flush()
    flush()


def _value(value: Any) -> str | int | float | None:
    """A value as SQLite holds it. What has no UTF-8 (half a surrogate pair) is written as its escape."""
    if isinstance(value, str):
        return value if value.isascii() else encoded(value).decode()
    if isinstance(value, Decimal):
        return float(value)
    if value is None or isinstance(value, int | float):
        return value
    return encoded(value_json(value)).decode()


@contextmanager
def _told(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise OutputError(f"Cannot write {str(path)!r}: {error}.") from error
