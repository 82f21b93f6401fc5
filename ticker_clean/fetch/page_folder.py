"""Where fetched pages are kept: a file for each in a folder, or all in one `.warc.gz`. Whole or not at all."""

from __future__ import annotations

import mmap
import os
import re
import unicodedata
import zlib
from collections.abc import Mapping
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

from ticker_clean.fetch.client import Answer
from ticker_clean.fetch.journal import Entry
from ticker_clean.fetch.politeness import AGENT

_LONGEST_STEM = 100
"""Bytes of UTF-8. File systems allow 255 (ext4, NTFS: characters), those that encrypt names 143."""
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?")
"""Names that Windows keeps for devices, with any suffix."""
_UNSAFE = re.compile(r"[^\w.]+|_+")
_ENDINGS = re.compile(r"\.(?:x?html?|php|aspx?|jsp)$")
_BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\x00")

_MEMBER = b"\x1f\x8b\x08\0\0\0\0\0"
"""How a gzip member of Python's zlib, and so of warcio, begins: deflate, no flags, no time."""
_CHUNK = 65536


class Store(Protocol):
    """Keeps pages and knows what it has kept."""

    def holds(self, entry: Entry) -> bool:
        """Whether the page of a journal entry is still here."""

    def save(self, page: Answer, owners: Mapping[str, str]) -> str:
        """Keep a page and return its file, as the journal names it. `owners`: the final URL of each file so far."""

    def path(self, file: str) -> Path:
        """Where a file that the journal names is."""


class PageFolder:
    """A folder with a file for each page, named after host and path."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        # As file systems see them that know no case (Windows, macOS); ours are in this form.
        self._names = {unicodedata.normalize("NFC", path.name.casefold()) for path in folder.iterdir()}

    def path(self, file: str) -> Path:
        return self._folder / file

    def holds(self, entry: Entry) -> bool:
        # A name with a folder in it is none of ours, whoever wrote it into the journal.
        return entry.file in self._names and Path(entry.file).name == entry.file

    def save(self, page: Answer, owners: Mapping[str, str]) -> str:
        name = self._name(page, owners)
        write_whole(self.path(name), mark(page) + page.body)
        self._names.add(name)
        return name

    def _name(self, page: Answer, owners: Mapping[str, str]) -> str:
        suffix = page_suffix(page)
        stem = readable_stem(page.url)
        name = f"{stem}{suffix}"
        if owners.get(name) == page.url or (name not in owners and name not in self._names):
            return name
        return f"{stem}-{sha256(page.url.encode()).hexdigest()[:12]}{suffix}"


class WarcFile:
    """A `.warc.gz` that grows by the exchanges of each page, as they went over the wire."""

    def __init__(self, path: Path, folder: Path) -> None:
        """`folder` is where the journal is, and what it names the WARC in relation to."""
        self._path = path
        self._folder = folder
        self._name = Path(os.path.relpath(path, folder)).as_posix()
        if path.exists():
            _drop_half_member(path)

    def path(self, file: str) -> Path:
        return self._folder / file

    def holds(self, entry: Entry) -> bool:
        return entry.file == self._name and self._path.is_file()

    def save(self, page: Answer, owners: Mapping[str, str]) -> str:
        new = not self._path.exists() or not self._path.stat().st_size
        with self._path.open("ab", buffering=0) as file:
            end = file.seek(0, os.SEEK_END)
            try:
                file.write((_warcinfo(self._path.name) if new else b"") + page.capture)
            except BaseException:  # a full disk, Ctrl-C: what is there stays readable
                file.truncate(end)
                raise
        return self._name


def write_whole(path: Path, data: bytes) -> None:
    """Write a file so that it is there whole or not at all."""
    unfinished = path.with_name(f".{path.name}.part")
    try:
        unfinished.write_bytes(data)
        unfinished.replace(path)
    except BaseException:  # a full disk, Ctrl-C
        unfinished.unlink(missing_ok=True)
        raise


def readable_stem(url: str) -> str:
    """A file name for a URL, without suffix: lower-case letters, digits, `.`, `-` and `_` only, of any script.

    Not one to one: who names files has to look whether the name is taken.

    >>> readable_stem("https://News.example:8080/2026/11/Rates_today.html?page=2")
    'news.example-8080_2026_11_rates-today_page-2'
    >>> readable_stem("https://news.example/%D0%BA%D1%83%D1%80%D1%81/../..%2F"), readable_stem("http://con/")
    ('news.example_курс', '_con')
    """
    parts = urlsplit(url)
    path = _ENDINGS.sub("", unquote(parts.path).rstrip("/"))
    words = [parts.netloc, *path.split("/"), unquote(parts.query)]
    clean = (_UNSAFE.sub("-", unicodedata.normalize("NFC", word.casefold())).strip("-. ") for word in words)
    stem = "_".join(word for word in clean if word)
    stem = stem.encode()[:_LONGEST_STEM].decode("utf-8", "ignore").rstrip("-._")
    return f"_{stem}" if _RESERVED.fullmatch(stem) else stem


def page_suffix(page: Answer) -> str:
    """`.txt` for plain text, `.xml` for feeds, else `.html`."""
    if page.media_type == "text/plain":
        return ".txt"
    return ".xml" if page.media_type.endswith("xml") and "xhtml" not in page.media_type else ".html"


def mark(page: Answer) -> bytes:
    """The comments that go before an HTML page: its source, the time of capture, the charset of the HTTP header.

    The first is the Mark of the Web as Chromium writes it (`FrameSerializer::MarkOfTheWebDeclaration`), which browsers
    and extractors know. Empty, and thus left to the journal, where a comment would damage the page: in plain text and
    feeds, and before a byte order mark or UTF-16, which only work at the very beginning.
    """
    charset = page.charset
    utf16 = (charset or "").lower().startswith(("utf-16", "utf-32", "ucs"))
    if page_suffix(page) != ".html" or utf16 or page.body.startswith(_BOMS) or page.body[1:2] == b"\0":
        return b""
    url = page.url.replace("--", "-%2D")
    told = f" charset={charset}" if charset else ""
    comments = f"<!-- saved from url=({len(url):04}){url} -->\n<!-- Saved by ticker-clean at {page.time}{told} -->\n"
    return comments.encode("ascii")


def _warcinfo(name: str) -> bytes:
    from warcio.warcwriter import WARCWriter

    buffer = BytesIO()
    writer = WARCWriter(buffer, gzip=True)
    writer.write_record(writer.create_warcinfo_record(name, {"software": AGENT, "format": "WARC File Format 1.0"}))
    return buffer.getvalue()


def _drop_half_member(path: Path) -> None:
    """Cut off what a killed run left half written at the end of a WARC: what is appended to that could not be read.

    Members of other programs have other headers, and are left alone.
    """
    end = path.stat().st_size
    if not end:
        return
    with path.open("r+b") as file:
        with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
            start = data.rfind(_MEMBER)
            if start < 0:
                return
            inflate = zlib.decompressobj(31)
            for position in range(start, end, _CHUNK):
                inflate.decompress(data[position : min(position + _CHUNK, end)])
                if inflate.eof:
                    break
            if not inflate.eof:
                end = start
            elif _MEMBER.startswith(inflate.unused_data):
                end -= len(inflate.unused_data)
        file.truncate(end)
