"""What a run remembers for the next one: finished pages with their rows, in one SQLite file.

A run that is killed loses what came after the last commit, some half a second, and nothing else: the file is whole at
any moment. Pages are kept in order, so of a file that was not finished the first pages are known, and no others.
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from ticker_clean.corpus.files import believed
from ticker_clean.errors import StateError

_APPLICATION_ID = 0x7469636B
"""`tick`, in the header of the file: no other program's database is touched."""
_SCHEMA = """
CREATE TABLE made_by (version TEXT NOT NULL);
CREATE TABLE files (
  id INTEGER PRIMARY KEY,
  path BLOB UNIQUE NOT NULL,
  size INTEGER NOT NULL,
  mtime_ns INTEGER NOT NULL,
  sha256 TEXT,
  pages INTEGER,  -- how many there are, NULL while not all are known
  skipped TEXT NOT NULL DEFAULT '{}'  -- what it holds besides pages, counted by reason, as JSON
);
CREATE TABLE pages (
  file INTEGER NOT NULL REFERENCES files(id),
  number INTEGER NOT NULL,
  parcel BLOB NOT NULL,
  PRIMARY KEY (file, number)
);
"""
_COMMIT_EVERY = 0.5
"""Seconds."""


class Known(NamedTuple):
    """What an earlier run knew of a file."""

    file: int
    size: int
    mtime_ns: int
    sha256: str | None
    pages: int
    is_whole: bool
    """Whether these are all pages of the file."""
    skipped: dict[str, int]


class State:
    """The state file of a run. Raises a `StateError` where it is none, is in use, or cannot be written."""

    def __init__(self, path: str, version: str) -> None:
        self._path = path
        with self._told():
            self._db = sqlite3.connect(path, isolation_level=None, timeout=0)
            self._open(version)
        self._committed = time.monotonic()
        self._file = 0
        """The file whose pages are being added."""

    def _open(self, version: str) -> None:
        db = self._db
        db.execute("PRAGMA locking_mode = EXCLUSIVE")  # two runs must not mix their pages
        db.execute("PRAGMA synchronous = NORMAL")
        db.execute("BEGIN IMMEDIATE")
        (id_,) = db.execute("PRAGMA application_id").fetchone()
        if db.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,):
            db.execute(f"PRAGMA application_id = {_APPLICATION_ID}")
            for statement in _SCHEMA.split(";")[:-1]:
                db.execute(statement)
        elif id_ != _APPLICATION_ID:
            raise StateError(f"{self._path!r} is a database of another program.")
        if db.execute("SELECT version FROM made_by").fetchone() != (version,):
            for table in ("pages", "files", "made_by"):
                db.execute(f"DELETE FROM {table}")  # noqa: S608  # our names
            db.execute("INSERT INTO made_by VALUES (?)", [version])

    def known(self, path: str) -> Known | None:
        """What is known of the file."""
        with self._told():
            row = self._db.execute(
                "SELECT id, size, mtime_ns, sha256, coalesce(pages, (SELECT count(*) FROM pages WHERE file = id)),"
                " pages IS NOT NULL, skipped FROM files WHERE path = ?",
                [os.fsencode(path)],
            ).fetchone()
        if not row:
            return None
        file, size, mtime_ns, sha256, pages, is_whole, skipped = row
        return Known(file, size, mtime_ns, sha256, pages, bool(is_whole), json.loads(skipped))

    def parcels(self, known: Known) -> Iterator[bytes]:
        """The parcels of the pages that are known of a file, in order."""
        for number in range(1, known.pages + 1):
            with self._told():
                row = self._db.execute(
                    "SELECT parcel FROM pages WHERE file = ? AND number = ?", [known.file, number]
                ).fetchone()
            yield row[0]

    def begin(self, path: str, size: int, mtime_ns: int) -> None:
        """Forget what was known of the file: it is read anew."""
        with self._told():
            self._db.execute(
                "DELETE FROM pages WHERE file = (SELECT id FROM files WHERE path = ?)", [os.fsencode(path)]
            )
            (self._file,) = self._db.execute(
                "INSERT INTO files (path, size, mtime_ns) VALUES (?, ?, ?) ON CONFLICT (path) DO UPDATE"
                " SET size = excluded.size, mtime_ns = excluded.mtime_ns, sha256 = NULL, pages = NULL, skipped = '{}'"
                " RETURNING id",
                [os.fsencode(path), size, believed(mtime_ns)],
            ).fetchone()

    def go_on(self, known: Known) -> None:
        """Add to the pages that are known of the file."""
        self._file = known.file

    def add(self, number: int, parcel: bytes) -> None:
        """The next page of the file."""
        with self._told():
            self._db.execute("INSERT INTO pages VALUES (?, ?, ?)", [self._file, number, parcel])
        self._commit_now_and_then()

    def finish(self, pages: int, size: int, mtime_ns: int, sha256: str | None, skipped: dict[str, int]) -> None:
        """All pages of the file are there."""
        with self._told():
            self._db.execute(
                "UPDATE files SET pages = ?, size = ?, mtime_ns = ?, sha256 = ?, skipped = ? WHERE id = ?",
                [pages, size, mtime_ns, sha256, json.dumps(skipped), self._file],
            )
        self._commit_now_and_then()

    def _commit_now_and_then(self) -> None:
        if time.monotonic() > self._committed + _COMMIT_EVERY:
            self._commit()
            with self._told():
                self._db.execute("BEGIN IMMEDIATE")
            self._committed = time.monotonic()

    def _commit(self) -> None:
        with self._told():
            self._db.execute("COMMIT")

    def close(self) -> None:
        """Keep what was finished."""
        try:
            if self._db.in_transaction:
                self._commit()
        finally:
            self._db.close()

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.OperationalError as error:
            if "locked" in str(error):
                raise StateError(f"{self._path!r} is in use by another run.") from error
            raise StateError(f"Cannot keep the state in {self._path!r}: {error}.") from error
        except sqlite3.DatabaseError as error:
            raise StateError(f"{self._path!r} is no state file: {error}.") from error


def code_version() -> str:
    """A hash of this package's own code: rows are only as good as the rules that made them."""
    digest = hashlib.sha256()
    package = Path(__file__).parents[1]
    for path in sorted(package.rglob("*.py")):
        digest.update(path.relative_to(package).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()
