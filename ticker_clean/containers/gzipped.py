"""A gzip file around one file of another kind, mostly a page: `page.html.gz`."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import BinaryIO

from ticker_clean.containers.expand import GZIP_MAGIC, gunzip
from ticker_clean.containers.kind import Item, Kind, Reading, read_whole


def matches(head: bytes, stream: BinaryIO, name: str) -> bool:
    return head.startswith(GZIP_MAGIC)


def read(stream: BinaryIO, source: str, reading: Reading) -> Iterator[Item]:
    """The pages of the file that is packed here, under the name of the gzip file."""
    data = gunzip(read_whole(stream, reading.limits.max_page_bytes, "file"), reading.limits)
    return reading.inside(io.BytesIO(data), source)


KIND = Kind(
    name="gzip",
    files="any of the others with gzip around it (.gz); the format is that of the file inside",
    url="as inside",
    saved="as inside",
    matches=matches,
    read=read,
)
