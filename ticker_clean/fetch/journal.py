"""`fetch.jsonl`: what became of each URL, a line for each time it was asked for, the newest last."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass, fields
from pathlib import Path
from typing import BinaryIO, Literal

JOURNAL_NAME = "fetch.jsonl"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the journal. URLs are without credentials."""

    url: str
    outcome: Literal["saved", "unchanged", "failed"]
    time: str
    """ISO 8601, UTC: when the answer was there; of a saved page its capture time."""
    status: int | None = None
    """Of HTTP; None where no answer came."""
    final_url: str | None = None
    """Where the redirects ended."""
    bytes: int | None = None
    """Of the page, decompressed."""
    file: str | None = None
    """In which file of the folder the page is; a WARC's path in relation to the folder."""
    error: str | None = None
    """A sentence."""
    content_type: str | None = None
    """As the server declared it, with the charset if there was one."""
    etag: str | None = None
    last_modified: str | None = None
    sha256: str | None = None
    """Of the page, decompressed."""


_FIELDS = tuple(field.name for field in fields(Entry))


class Journal:
    """The journal of a folder, read once and appended to. A line is written whole and at once."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / JOURNAL_NAME
        self._file: BinaryIO | None = None
        self._pages: dict[str, Entry] = {}
        """The newest entry with a page, by URL: a failure since then does not lose what is saved."""
        self.owners: dict[str, str] = {}
        """Which final URL a file belongs to."""
        for entry in self._entries():
            self._note(entry)

    def page(self, url: str) -> Entry | None:
        """What is saved of a URL."""
        return self._pages.get(url)

    def append(self, entry: Entry) -> None:
        row = {name: getattr(entry, name) for name in _FIELDS}
        line = json.dumps(row, ensure_ascii=False).encode("utf-8", "replace") + b"\n"
        if self._file is None:
            self._file = self._open()
        self._file.write(line)
        self._file.flush()
        self._note(entry)

    def _open(self) -> BinaryIO:
        file = self._path.open("ab+")
        if file.tell():
            file.seek(-1, os.SEEK_END)
            if file.read(1) != b"\n":  # a run was killed while it wrote: its half line stays alone
                file.write(b"\n")
        return file

    def close(self) -> None:
        if self._file:
            self._file.close()
            self._file = None

    def _note(self, entry: Entry) -> None:
        if entry.file:
            self._pages[entry.url] = entry
            self.owners[entry.file] = entry.final_url or entry.url

    def _entries(self) -> Iterator[Entry]:
        """The entries on disk. A line that is none (half written, edited) is passed over: its page is fetched again."""
        if not self._path.exists():
            return
        with self._path.open("rb") as file:
            for line in file:
                try:
                    row = json.loads(line)
                except ValueError:
                    continue
                if isinstance(row, dict) and isinstance(row.get("url"), str) and row.keys() >= {"outcome", "time"}:
                    yield Entry(**{name: value for name, value in row.items() if name in _FIELDS})
