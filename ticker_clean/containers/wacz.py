"""WACZ (Webrecorder, https://specs.webrecorder.net/wacz/1.1.1): a zip with WARC files in `archive/`."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO, cast

from ticker_clean.containers import warc
from ticker_clean.containers.kind import Item, Kind, Reading, numbered
from ticker_clean.containers.zipped import damage, open_member, opened
from ticker_clean.errors import PageError
from ticker_clean.model import Failure

if TYPE_CHECKING:
    import zipfile

_TAIL = 1 << 17


def matches(head: bytes, stream: BinaryIO, name: str) -> bool:
    """Whether the directory at the end of a zip names the two things that every WACZ has."""
    if not head.startswith(b"PK\3\4"):
        return False
    size = stream.seek(0, io.SEEK_END)
    stream.seek(max(0, size - _TAIL))
    tail = stream.read(_TAIL)
    return b"datapackage.json" in tail and b"archive/" in tail


def read(stream: BinaryIO, source: str, reading: Reading) -> Iterator[Item]:
    """The pages of the WARC files inside, streamed. Raises a `PageError` as zip and WARC do."""
    with opened(stream, reading.limits) as archive:
        yield from numbered(_pages(archive, reading), source)


def _pages(archive: zipfile.ZipFile, reading: Reading) -> Iterator[Item]:
    for member in archive.infolist():
        if not (member.filename.startswith("archive/") and member.filename.endswith((".warc", ".warc.gz"))):
            if not member.is_dir():
                reading.skipped["other file of a WACZ"] += 1
            continue
        try:
            with open_member(archive, member) as inside:
                yield from warc.records(cast(BinaryIO, inside), reading, "wacz")
        except PageError as error:
            yield Failure("", error.error, f"{error} It is {member.filename!r}.")
        except damage() as error:
            yield Failure("", "unreadable", f"{member.filename!r} in the WACZ is damaged: {error}")


KIND = Kind(
    name="wacz",
    files="WACZ by Webrecorder, Browsertrix and ArchiveWeb.page",
    url="WARC-Target-URI",
    saved="WARC-Date",
    matches=matches,
    read=read,
    extra="warc",
)
