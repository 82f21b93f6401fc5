"""What every container reader is given and gives: the one signature, and the limits it keeps."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from ticker_clean.errors import TooDeepError, TooLargeError
from ticker_clean.model import Failure, SavedPage

Item = SavedPage | Failure


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a file may expand to before it is a `too-large` failure."""

    max_page_bytes: int = 64 << 20
    """Bytes of one page, unpacked. The largest pages people save (with every image inlined) have some 30 MB."""
    max_file_bytes: int = 512 << 20
    """Bytes of one MHTML file or webarchive, which are read whole; WARC and zip are streamed."""
    max_ratio: int = 200
    """Unpacked bytes for each packed byte. News pages have 4 to 20, deflate's worst is 1032."""
    max_members: int = 100_000
    """Members of one zip or gzip file, parts of one message."""


FREE_OF_RATIO = 4 << 20
"""Unpacked bytes below which the ratio is not looked at: a small page of repeated rows may compress to nothing."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader needs besides the bytes."""

    limits: Limits
    skipped: Counter[str]
    """What was found and is no page, counted by a few words; readers add to it."""
    read_inside: Callable[[BinaryIO, str, Reading], Iterator[Item]]
    """Reads a file found inside this one, whatever its kind."""
    depth: int = 0

    def inside(self, stream: BinaryIO, name: str) -> Iterator[Item]:
        """The pages of a file found inside this one. Raises `TooDeepError` below one level of nesting."""
        if self.depth > 1:
            raise TooDeepError("Archives are nested more than one level deep.")
        return self.read_inside(stream, name, dataclasses.replace(self, depth=self.depth + 1))


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file that holds pages, and how it is known, read and told about."""

    name: str
    """The `format` of its pages."""
    files: str
    """Who writes such files, for a person."""
    url: str
    """How the URL of a page is known."""
    saved: str
    """How the time of capture is known."""
    matches: Callable[[bytes, BinaryIO, str], bool]
    """Whether the first 4096 bytes (or a look into the stream) are of this kind; the name may break a tie."""
    read: Callable[[BinaryIO, str, Reading], Iterator[Item]]
    """Yields the pages. May raise `PageError` where nothing (more) can be read of the file."""
    extra: str | None = None
    """The optional dependency that reads it: `pip install 'ticker-clean[extra]'`."""


def read_whole(stream: BinaryIO, limit: int, what: str) -> bytes:
    """The bytes of the stream. Raises `TooLargeError` if there are more than `limit`."""
    data = stream.read(limit + 1)
    if len(data) > limit:
        raise TooLargeError(f"The {what} is over the limit of {limit:,} bytes.")
    return data


def numbered(items: Iterable[Item], source: str) -> Iterator[Item]:
    """The items of a container, named `source#1`, `source#2`, ..."""
    for number, item in enumerate(items, 1):
        name = f"{source}#{number}"
        if isinstance(item, SavedPage):
            yield dataclasses.replace(item, source=name)
        else:
            yield dataclasses.replace(item, page=name)
