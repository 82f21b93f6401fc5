"""A page as it is: HTML or the text dump of one, whatever is no other kind of file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from ticker_clean.containers.kind import Item, Kind, Reading, read_whole
from ticker_clean.model import SavedPage


def matches(head: bytes, stream: BinaryIO, name: str) -> bool:
    return True


def read(stream: BinaryIO, source: str, reading: Reading) -> Iterator[Item]:
    data = read_whole(stream, reading.limits.max_page_bytes, "page")
    if b"<title>Local index - HTTrack" in data[:2048]:
        reading.skipped["HTTrack's own index"] += 1
        return
    yield SavedPage(data, source)


KIND = Kind(
    name="html, dump",
    files="HTML and text dumps",
    url="a mark in the page (below), else canonical link or Open Graph",
    saved="a mark in the page (below)",
    matches=matches,
    read=read,
)
