"""Files and folders: find the pages, clean each, keep one row of each article and snapshot, never lose a failure."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from ticker_clean.clean import clean_page
from ticker_clean.errors import PageError, UnreadableError
from ticker_clean.journal import JOURNAL_NAME
from ticker_clean.model import CleanPage, Failure, Row, SavedPage


def find_files(paths: Iterable[str | Path]) -> Iterator[Path | Failure]:
    """The files to read, in order: each path as given; a folder's files sorted by path, folders within it too.

    Hidden files and folders, the `*_files` folders that browsers put beside a saved page, and the journal that `fetch`
    keeps beside its pages, are skipped.
    """
    for path in map(Path, paths):
        if path.is_dir():
            yield from _walk(path)
        else:
            yield path


def _walk(folder: Path) -> Iterator[Path | Failure]:
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        yield Failure(page_name(folder), "unreadable", _sentence(error))
        return
    for entry in entries:
        if entry.name.startswith(".") or entry.name == JOURNAL_NAME:
            continue
        if entry.is_dir(follow_symlinks=False):
            if not entry.name.endswith(("_files", ".files")):
                yield from _walk(folder / entry.name)
        elif entry.is_file():
            yield folder / entry.name


def clean_paths(paths: Iterable[str | Path]) -> Iterator[CleanPage | Failure]:
    """Clean every page under the paths, in order; a page that cannot be read is a `Failure`, never an exception."""
    for found in find_files(paths):
        yield found if isinstance(found, Failure) else clean_file(found)


def clean_file(path: Path) -> CleanPage | Failure:
    """Clean the page in one file."""
    try:
        data = path.read_bytes()
    except OSError as error:
        return Failure(page_name(path), UnreadableError.error, _sentence(error))
    return clean_bytes(data, page_name(path))


def clean_bytes(data: bytes, source: str) -> CleanPage | Failure:
    """Clean one page, or say why it cannot be."""
    try:
        return clean_page(SavedPage(data, source))
    except PageError as error:
        return Failure(source, error.error, str(error))


def page_name(path: Path) -> str:
    """The path as text; bytes of a name that are not UTF-8 are shown as `\\\\xNN`."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def _sentence(error: OSError) -> str:
    return f"{error.strerror or type(error).__name__}"


@dataclass(slots=True)
class Tables:
    """Results as rows of the tables, each article and each snapshot once; counts what passed."""

    audit: bool = False
    pages: int = 0
    articles: int = 0
    repeats: int = 0
    snapshots: int = 0
    failures: int = 0
    _seen: set[bytes] = field(default_factory=set)
    """Ids met before, as 8 bytes each."""

    def rows(self, result: CleanPage | Failure) -> list[tuple[str, Row]]:
        """The rows that a result adds, as (table, row): its new rates, its new articles, and its page or failure."""
        if isinstance(result, Failure):
            self.failures += 1
            return [("failures", result.to_row())]
        self.pages += 1
        rows: list[tuple[str, Row]] = []
        if result.snapshot and self._is_new("s", result.snapshot.id):
            self.snapshots += 1
            rows.extend(("rates", row) for row in result.snapshot.to_rows())
        for article in result.articles:
            if self._is_new("a", article.id):
                self.articles += 1
                rows.append(("articles", article.to_row()))
            else:
                self.repeats += 1
        rows.append(("pages", result.page.to_row(audit=self.audit)))
        return rows

    def _is_new(self, kind: str, id_: str) -> bool:
        key = kind.encode() + bytes.fromhex(id_)
        if key in self._seen:
            return False
        self._seen.add(key)
        return True
